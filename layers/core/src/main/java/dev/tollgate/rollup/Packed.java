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

    /// What is shorter is left as it is: deflating takes long to begin, and DynamoDB counts whole kilobytes.
    private static final int LEAST_BYTES = 512;

    /// A twentieth larger than the usual level 6 at most, in half the time.
    private static final int LEVEL = 3;

    private static final int PLAIN = 0;
    private static final int DEFLATED = 1;

    private Packed() {}

    static byte[] pack(byte[] plain) {
        boolean deflates = plain.length >= LEAST_BYTES;
        ByteWriter packed = new ByteWriter();
        packed.number(VERSION);
        packed.number(plain.length);
        packed.number(deflates ? DEFLATED : PLAIN);
        packed.raw(deflates ? deflate(plain) : plain);
        return packed.bytes();
    }

    private static byte[] deflate(byte[] plain) {
        try (Deflater deflater = new Deflater(LEVEL, true)) {
            deflater.setInput(plain);
            deflater.finish();
            byte[] deflated = new byte[plain.length / 2];
            int length = 0;
            while (!deflater.finished()) {
                if (length == deflated.length) {
                    deflated = Arrays.copyOf(deflated, 2 * length);
                }
                length += deflater.deflate(deflated, length, deflated.length - length);
            }
            return Arrays.copyOf(deflated, length);
        }
    }

    /// @throws IllegalArgumentException if it was not packed by us
    static byte[] unpack(byte[] packed) {
        ByteReader header = new ByteReader(packed);
        long version = header.number();
        long length = header.number();
        long form = header.number();
        if (version != VERSION || length > MAX_BYTES || form > DEFLATED) {
            throw new IllegalArgumentException(
                    "need version %d of at most %d bytes, got version %d of %d in form %d"
                            .formatted(VERSION, MAX_BYTES, version, length, form));
        }
        byte[] plain =
                form == PLAIN
                        ? Arrays.copyOfRange(packed, header.at(), packed.length)
                        : inflate(packed, header.at(), (int) length);
        if (plain.length != length) {
            throw new IllegalArgumentException(
                    "need %d bytes, got %d".formatted(length, plain.length));
        }
        return plain;
    }

    private static byte[] inflate(byte[] packed, int from, int length) {
        byte[] plain = new byte[length];
        int got = 0;
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(packed, from, packed.length - from);
            while (got < length && !inflater.finished() && !inflater.needsInput()) {
                got += inflater.inflate(plain, got, length - got);
            }
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("need deflated bytes", e);
        }
        return Arrays.copyOf(plain, got);
    }
}
