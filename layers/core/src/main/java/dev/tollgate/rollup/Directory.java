package dev.tollgate.rollup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a day's head says of the rest: which segments its views hold already, and where each view stands.
///
/// @param covers by shard of the stream
/// @param views in the order of their bytes
record Directory(SortedMap<String, Cover> covers, List<Stored> views) {
    static final Directory EMPTY = new Directory(new TreeMap<>(), List.of());

    Directory {
        covers = new TreeMap<>(covers);
        views = List.copyOf(views);
    }

    /// @param sequence of the last segment of the shard that the views hold: they hold all until then
    /// @param seen when such a segment was last there, not removed yet
    record Cover(String sequence, Instant seen) {}

    /// A view among the bytes of its day.
    ///
    /// @param room how many rows it may have, if it has been closed to others; below zero while it is open
    record Stored(List<Axis> axes, int rows, int room, int offset, int length) {
        static final int OPEN = -1;

        Stored {
            axes = List.copyOf(axes);
        }

        boolean closed() {
            return room != OPEN;
        }

        int end() {
            return offset + length;
        }

        /// Whether it is the day's list of what values an axis has.
        boolean isSingle() {
            return axes.size() == 1;
        }

        boolean isOver(Axis axis) {
            return axes.equals(List.of(axis));
        }

        boolean holds(Dimension dimension) {
            return axes.stream().anyMatch(axis -> axis.holds(dimension));
        }
    }

    /// Whether there are views beside the cells, so that the values of each axis stand in one of their own.
    boolean hasLists() {
        return views.size() > 1;
    }

    Optional<Stored> view(List<Axis> axes) {
        return views.stream().filter(view -> view.axes.equals(axes)).findFirst();
    }

    /// Whether some calls are not kept apart, so that what comes has to go by what is there.
    boolean overflows() {
        return views.stream().anyMatch(view -> view.closed() || view.isOver(Tagged.REST));
    }

    /// Whether a segment is in the views already.
    boolean covers(Segment segment) {
        Cover cover = covers.get(segment.shard());
        return cover != null && segment.sequence().compareTo(cover.sequence()) <= 0;
    }

    byte[] encode() {
        ByteWriter out = new ByteWriter();
        out.number(covers.size());
        for (Map.Entry<String, Cover> cover : covers.entrySet()) {
            out.text(cover.getKey());
            out.text(cover.getValue().sequence());
            out.signed(cover.getValue().seen().toEpochMilli());
        }
        out.number(views.size());
        for (Stored view : views) {
            out.number(view.axes.size());
            view.axes.forEach(axis -> out.text(axis.written()));
            out.number(view.rows);
            out.signed(view.room);
            out.number(view.offset);
            out.number(view.length);
        }
        return Packed.pack(out.bytes());
    }

    static Directory decode(byte[] bytes) {
        ByteReader in = new ByteReader(Packed.unpack(bytes));
        SortedMap<String, Cover> covers = new TreeMap<>();
        for (int cover = in.count(); cover > 0; cover--) {
            String shard = in.text();
            covers.put(shard, new Cover(in.text(), Instant.ofEpochMilli(in.signed())));
        }
        List<Stored> views = new ArrayList<>();
        for (int view = in.count(); view > 0; view--) {
            List<Axis> axes = new ArrayList<>();
            for (int axis = in.count(); axis > 0; axis--) {
                axes.add(Axis.named(in.text()));
            }
            int rows = in.count();
            int room = (int) in.signed();
            views.add(new Stored(axes, rows, room, in.count(), in.count()));
        }
        return new Directory(covers, views);
    }
}
