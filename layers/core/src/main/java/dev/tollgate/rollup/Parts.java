package dev.tollgate.rollup;

import dev.tollgate.rollup.Directory.Stored;
import dev.tollgate.rollup.RollupStore.PartKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Pieces of days' bytes, as far as they have been fetched.
final class Parts {
    /// How many are fetched at once: 12.8 MB.
    private static final int MAX_AT_ONCE = 200;

    private final Map<PartKey, byte[]> pieces = new HashMap<>();

    /// Fetches pieces that are not here yet.
    ///
    /// @throws Overwritten if one of them is there no more
    void fetch(RollupStore store, Set<PartKey> keys) {
        List<PartKey> missing = keys.stream().filter(key -> !pieces.containsKey(key)).toList();
        for (int from = 0; from < missing.size(); from += MAX_AT_ONCE) {
            List<PartKey> some =
                    missing.subList(from, Math.min(from + MAX_AT_ONCE, missing.size()));
            List<Optional<byte[]>> found = store.parts(some);
            for (int i = 0; i < some.size(); i++) {
                pieces.put(some.get(i), found.get(i).orElseThrow(Overwritten::new));
            }
        }
    }

    /// A view's bytes, whose pieces are here.
    byte[] bytes(Head head, Stored view) {
        byte[] bytes = new byte[view.length()];
        int at = view.offset();
        while (at < view.end()) {
            int number = at / Head.PART_BYTES;
            byte[] piece = pieces.getOrDefault(key(head, number), new byte[0]);
            int from = at - number * Head.PART_BYTES;
            int length = Math.min(view.end() - at, piece.length - from);
            if (length <= 0) {
                throw new IllegalStateException(
                        "%s of %s: part %d is too short"
                                .formatted(head.day(), head.team(), number));
            }
            System.arraycopy(piece, from, bytes, at - view.offset(), length);
            at += length;
        }
        return bytes;
    }

    /// Where a view's bytes stand.
    static Set<PartKey> keys(Head head, Stored view) {
        Set<PartKey> keys = new LinkedHashSet<>();
        int last = (view.end() - 1) / Head.PART_BYTES;
        for (int number = view.offset() / Head.PART_BYTES; number <= last; number++) {
            keys.add(key(head, number));
        }
        return keys;
    }

    private static PartKey key(Head head, int number) {
        return new PartKey(head.team(), head.day(), head.slot(), head.version(), number);
    }

    /// Cuts a day's bytes.
    static List<byte[]> cut(byte[] blob) {
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from < blob.length; from += Head.PART_BYTES) {
            parts.add(
                    Arrays.copyOfRange(blob, from, Math.min(from + Head.PART_BYTES, blob.length)));
        }
        return parts;
    }

    /// Later merges have come between the head and its parts.
    static final class Overwritten extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
