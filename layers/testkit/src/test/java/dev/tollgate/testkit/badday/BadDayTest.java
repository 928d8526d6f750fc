package dev.tollgate.testkit.badday;

import org.junit.jupiter.api.Test;

class BadDayTest {
    @Test
    void compared() {
        for (Day day : BadDay.values()) {
            long t = System.nanoTime();
            show(Simulation.naive(day, 1), t);
            t = System.nanoTime();
            show(Simulation.guarded(day, 1).result(), t);
        }
    }

    void show(Result r, long t) {
        System.out.printf(
                "%-30s %6.2f %5.2f %6.2f %6.2f %7.3f  %5d ms%n",
                r.day().title(),
                100 * r.success(),
                r.attemptsPerCall(),
                r.seconds(0.5),
                r.seconds(0.99),
                r.costOfThousand(),
                (System.nanoTime() - t) / 1_000_000);
    }
}
