package dev.tollgate.rollup;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Bytes made small: a version, their length, and themselves deflated.
final class Packed {
    /// What can't be read any more gets another one.
    private static final int VERSION = 1;

    /// What one table may take unpacked: beyond all that the bounds on rows allow.
    private static final int MAX_BYTES = 256 * 1024 * 1024;

    private Packed() {}

    static byte[] pack(byte[] plain) {
        ByteWriter header = new ByteWriter();
        header.number(VERSION);
        header.number(plain.length);
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(plain);
            deflater.finish();
            byte[] buffer = new byte[64 * 1024];
            while (!deflater.finished()) {
                int length = deflater.deflate(buffer);
                header.raw(Arrays.copyOf(buffer, length));
            }
        }
        return header.bytes();
    }

    /// @throws IllegalArgumentException if it was not packed by us
    static byte[] unpack(byte[] packed) {
        ByteReader header = new ByteReader(packed);
        long version = header.number();
        long length = header.number();
        if (version != VERSION || length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "need version %d of at most %d bytes, got version %d of %d"
                            .formatted(VERSION, MAX_BYTES, version, length));
        }
        byte[] plain = new byte[(int) length];
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(packed, header.at(), packed.length - header.at());
            int got = 0;
            while (got < plain.length && !inflater.finished() && !inflater.needsInput()) {
                got += inflater.inflate(plain, got, plain.length - got);
            }
            if (got < plain.length) {
                throw new IllegalArgumentException(
                        "need %d bytes, got %d".formatted(plain.length, got));
            }
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("need deflated bytes", e);
        }
        return plain;
    }
}
