package dev.tollgate.function.usage;

import java.util.Optional;

/// A part of a list that fits into one reply: rows are offered to it in order, until it takes no more.
final class Page {
    /// What the rows of one reply take, as they stand in the JSON string that a Lambda answers with: that may have 6 MB.
    static final int MAX_BYTES = 5 * 1024 * 1024;

    private final UsageQuery query;
    private int rows;
    private long bytes;
    private Optional<Position> last = Optional.empty();
    private boolean more;

    Page(UsageQuery query) {
        this.query = query;
    }

    /// Takes a row if there is room for it. The first row always has.
    boolean take(Position position, String written) {
        return take(position, written, 1);
    }

    /// @param count how many rows are written
    boolean take(Position position, String written, int count) {
        bytes += quoted(written);
        if (rows > 0 && (rows + count > query.limit() || bytes > MAX_BYTES)) {
            more = true;
            return false;
        }
        rows += count;
        last = Optional.of(position);
        return true;
    }

    /// Where the next page begins; empty if this is the last one.
    Optional<Cursor> next() {
        return more ? last.map(query::after) : Optional.empty();
    }

    /// Bytes of a text in UTF-8 within a JSON string.
    static long quoted(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char it = text.charAt(i);
            bytes +=
                    it == '"' || it == '\\' || it == '\n' || it == '\r'
                            ? 2
                            : it < ' ' ? 6 : it < 0x80 ? 1 : 3;
        }
        return bytes;
    }
}
