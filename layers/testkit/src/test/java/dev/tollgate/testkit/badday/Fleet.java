package dev.tollgate.testkit.badday;

import dev.tollgate.testkit.time.VirtualTime;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// All sandboxes of one deployment, and what they share.
final class Fleet {
    private final Day day;
    private final VirtualTime time;
    private final World world;
    private final SplittableRandom random;
    private final Watch watch = new Watch();
    private final Book book = new Book();
    private final Account account;
    private final Board board = new Board();
    private final Sandbox[] sandboxes;

    Fleet(Day day, VirtualTime time, World world, int size, SplittableRandom random) {
        this.day = day;
        this.time = time;
        this.world = world;
        this.random = random;
        this.account = new Account(time);
        this.sandboxes = IntStream.range(0, size).mapToObj(_ -> fresh()).toArray(Sandbox[]::new);
    }

    private Sandbox fresh() {
        long most = day.skew().toNanos();
        Duration skew = Duration.ofNanos(random.nextLong(-most, most + 1));
        var timing = time.timing(skew, random.split());
        Wire wire = new Wire(timing, () -> day.storesFail(time.elapsed()));
        return new Sandbox(
                time,
                timing,
                world,
                new Sandbox.Stores(book.over(wire), account.over(wire), board.over(wire)),
                day.limits(),
                watch);
    }

    Ending call(Job job) {
        Sandbox sandbox = sandboxes[job.sandbox()];
        return sandbox.call(
                job,
                () -> {
                    sandboxes[job.sandbox()] = fresh();
                    time.vanish();
                });
    }

    Book book() {
        return book;
    }

    Account account() {
        return account;
    }

    Watch watch() {
        return watch;
    }
}
