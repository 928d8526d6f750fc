package dev.tollgate.rollup;

import dev.tollgate.rollup.Directory.Stored;
import dev.tollgate.rollup.Projection.Choice;
import dev.tollgate.rollup.RollupStore.PartKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Answers a question for one day of a team.
final class DayReader {
    private final String team;
    private final LocalDate day;
    private final Question question;
    private final Optional<Head> head;
    private final Directory directory;
    private final Set<Dimension> unknown;
    private final Optional<Stored> view;
    private final List<Segment> segments = new ArrayList<>();

    private DayReader(
            String team,
            LocalDate day,
            Question question,
            Optional<Head> head,
            Directory directory) {
        this.team = team;
        this.day = day;
        this.question = question;
        this.head = head;
        this.directory = directory;
        this.unknown = unknown(directory, question);
        this.view = smallest();
    }

    static DayReader of(Head head, Question question) {
        Directory directory = Directory.decode(head.directory());
        return new DayReader(head.team(), head.day(), question, Optional.of(head), directory);
    }

    static DayReader empty(String team, LocalDate day, Question question) {
        return new DayReader(team, day, question, Optional.empty(), Directory.EMPTY);
    }

    /// A segment counts unless it is merged already.
    void add(Segment segment) {
        if (!directory.covers(segment)) {
            segments.add(segment);
        }
    }

    /// Tags asked for that may be among those whose names were not kept.
    private static Set<Dimension> unknown(Directory directory, Question question) {
        Tagged tags = Tagged.of(directory);
        return question.by().stream()
                .filter(dimension -> dimension instanceof Dimension.Tag)
                .filter(dimension -> tags.rest())
                .filter(dimension -> !tags.names().contains(new Axis.Only(dimension)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Of the views that answer, one that keeps all apart if there is one, and then the smallest. One over one axis is as exact as any other, even if it is closed.
    private Optional<Stored> smallest() {
        Set<Dimension> needs = new HashSet<>();
        for (Dimension dimension : question.needs(day)) {
            if (unknown.contains(dimension)) {
                needs.add(Value.REST);
            } else if (isThere(dimension)) {
                needs.add(dimension);
            }
        }
        return directory.views().stream()
                .filter(each -> needs.stream().allMatch(each::holds))
                .min(
                        Comparator.comparing((Stored each) -> each.closed() && !each.isSingle())
                                .thenComparing(each -> each.axes().size())
                                .thenComparing(Stored::length));
    }

    private boolean isThere(Dimension dimension) {
        return directory.views().stream()
                .anyMatch(each -> each.isSingle() && each.holds(dimension));
    }

    /// The parts that are read.
    Set<PartKey> needs() {
        Set<PartKey> keys = new LinkedHashSet<>();
        head.ifPresent(it -> {
            view.ifPresent(each -> keys.addAll(Parts.keys(it, each)));
            lists().forEach(each -> keys.addAll(Parts.keys(it, each)));
        });
        return keys;
    }

    /// The views that say which values are kept, for segments where not all of them are.
    private List<Stored> lists() {
        return segments.isEmpty()
                ? List.of()
                : directory.views().stream()
                        .filter(Stored::isSingle)
                        .filter(Stored::closed)
                        .toList();
    }

    /// The parts that are read where names of tags are all that is wanted: none, if the head knows them.
    Set<PartKey> needsForNames() {
        return directory.hasLists() ? Set.of() : needs();
    }

    /// The names of tags that the day's calls carry.
    void addNames(Set<Dimension> names, Parts parts) {
        Tagged.of(directory).names().forEach(axis -> names.add(((Axis.Only) axis).dimension()));
        if (!directory.hasLists()) {
            view.ifPresent(cells -> addNames(names, bytes(parts, cells)));
        }
        segments.forEach(segment -> addNames(names, segment.table()));
    }

    private static void addNames(Set<Dimension> names, byte[] cells) {
        int tags = Table.CELL.indexOf(Axis.Group.TAGS);
        TableCodec.dictionaries(cells)
                .get(tags)
                .values()
                .forEach(value -> names.addAll(value.parts().keySet()));
    }

    void addTo(Table sums, Parts parts) {
        Choice choice = question.choice(team, day, unknown);
        if (segments.isEmpty() || !directory.overflows()) {
            view.ifPresent(each -> TableCodec.addTo(sums, bytes(parts, each), choice));
            segments.forEach(segment -> TableCodec.addTo(sums, segment.table(), choice));
        } else {
            sums.add(merged(parts), choice);
        }
    }

    /// What is read if the segments are merged: where not all is kept apart, a call that is settled now may have been opened under [Sums#OVERFLOW].
    private Table merged(Parts parts) {
        Map<Axis, Set<Value>> closed = new HashMap<>();
        for (Stored list : lists()) {
            Table table = TableCodec.decode(bytes(parts, list));
            closed.put(list.axes().getFirst(), Kept.values(table));
        }
        Table more = new Table(Table.CELL);
        segments.forEach(segment -> TableCodec.addTo(more, segment.table(), Choice.ALL));
        Stored into = view.orElseThrow();
        Table merged = new Table(withNews(into));
        TableCodec.addTo(merged, bytes(parts, into), Choice.ALL);
        if (into.closed()) {
            merged.limit(into.room(), true);
        }
        merged.add(new Kept(Tagged.of(directory), closed).bound(more), Choice.ALL);
        return merged;
    }

    /// The axes of a view, and those asked for that the day's views do not have yet: tags whose names only the segments have.
    private List<Axis> withNews(Stored each) {
        List<Axis> axes = new ArrayList<>(each.axes());
        question.by().stream()
                .filter(dimension -> dimension instanceof Dimension.Tag)
                .filter(dimension -> !each.holds(dimension) && !unknown.contains(dimension))
                .forEach(dimension -> axes.add(new Axis.Only(dimension)));
        return axes;
    }

    private byte[] bytes(Parts parts, Stored each) {
        return parts.bytes(head.orElseThrow(), each);
    }
}
