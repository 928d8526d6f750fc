package dev.tollgate.rollup;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// Where roll-ups are kept. Every read sees what was written before it. Each method throws [StoreUnavailable] if the store does not answer; then what it was to
/// write is there or not, but never in part where it says "all or nothing".
public interface RollupStore {
    /// The segments that one append may bring, beside the watermark.
    int MAX_SEGMENTS = 25;

    /// How far a shard of the stream has been read: the sequence of its last change that counts.
    Optional<String> watermark(String shard);

    /// Adds segments and moves the shard's watermark, all or nothing.
    ///
    /// @param before where the watermark is to be now
    /// @param segments at most [#MAX_SEGMENTS], of 3 MB together
    /// @return false if the watermark is elsewhere; then nothing is written
    boolean append(String shard, Optional<String> before, String after, List<Segment> segments);

    /// A team's segments of some days that have not been removed, in no order.
    ///
    /// @param last included
    List<Segment> segments(String team, LocalDate first, LocalDate last);

    /// Removes segments, one by one; those that are gone already are no error.
    void remove(List<Segment> merged);

    /// The heads of a team's days that have one, in order.
    ///
    /// @param last included
    List<Head> heads(String team, LocalDate first, LocalDate last);

    /// Some parts of days, in the order asked for; an empty one where the part is of another version: a later merge has overwritten it.
    List<Optional<byte[]>> parts(List<PartKey> keys);

    /// Takes the right to make a day's next version, from whoever has it longer than a merge may take.
    ///
    /// @param now from when on it is held
    /// @param lease how long nobody else gets it
    /// @return empty if somebody else has it
    Optional<Claim> claim(String team, LocalDate day, Instant now, Duration lease);

    /// Puts another head and its parts in place of a day's: the parts are written first, in the slot that the head in force does not use, and none over one of a
    /// later version. Who reads the head before can finish, until the version after. The claim ends.
    ///
    /// @param head of the claim's version and slot
    /// @param parts as many as the head says
    /// @return false if somebody else has taken the claim over; then the head in force stays, and so do its parts
    boolean replace(Claim claim, Head head, List<byte[]> parts);

    /// Ends a claim that nothing is to come of.
    void release(Claim claim);

    /// Every team that ever had a segment.
    SortedSet<String> teams();

    /// The right to make a day's next version.
    ///
    /// @param head the one in force
    /// @param version greater than any that was claimed before
    /// @param slot the one that the head in force does not use
    record Claim(String team, LocalDate day, Optional<Head> head, long version, int slot) {}

    /// @param number from 0
    record PartKey(String team, LocalDate day, int slot, long version, int number) {}
}
