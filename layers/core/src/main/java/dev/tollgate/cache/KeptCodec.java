package dev.tollgate.cache;

import dev.tollgate.http.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// A kept answer as stores hold it: a byte for the version of the form, then, deflated, the length of what [KeptJson] writes, that, and the answer's bytes.
public final class KeptCodec {
    /// The most that is unpacked of one; larger answers are not packed either.
    public static final int MAX_UNPACKED_BYTES = 16 * 1024 * 1024;

    private static final byte VERSION = 1;

    private KeptCodec() {}

    /// Empty if it is larger than [CacheStore#MAX_BYTES], or unpacked larger than [#MAX_UNPACKED_BYTES].
    public static Optional<byte[]> write(Kept kept) {
        try {
            byte[] json = KeptJson.WRITER.writeValueAsBytes(KeptJson.write(kept));
            if (Integer.BYTES + (long) json.length + kept.bytes().length > MAX_UNPACKED_BYTES) {
                return Optional.empty();
            }
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            packed.write(VERSION);
            try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(packed))) {
                out.writeInt(json.length);
                out.write(json);
                out.write(kept.bytes());
            }
            return Optional.of(packed.toByteArray())
                    .filter(it -> it.length <= CacheStore.MAX_BYTES);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
    }

    /// Empty if it was written in a form of another version, or is damaged.
    public static Optional<Kept> read(byte[] packed) {
        if (packed.length == 0 || packed[0] != VERSION) {
            return Optional.empty();
        }
        try (InflaterInputStream inflated =
                new InflaterInputStream(new ByteArrayInputStream(packed, 1, packed.length - 1))) {
            byte[] all = inflated.readNBytes(MAX_UNPACKED_BYTES + 1);
            if (all.length > MAX_UNPACKED_BYTES) {
                return Optional.empty();
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(all));
            int length = in.readInt();
            byte[] json = in.readNBytes(length);
            return Optional.of(KeptJson.read(Json.tree(json), in.readAllBytes()));
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
    }
}
