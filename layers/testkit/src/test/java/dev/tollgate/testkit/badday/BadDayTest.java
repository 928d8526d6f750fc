package dev.tollgate.testkit.badday;

import org.junit.jupiter.api.Test;

class BadDayTest {
    @Test
    void naive() {
        for (Day day : BadDay.values()) {
            long t = System.nanoTime();
            Result r = Simulation.naive(day, 1);
            System.out.printf(
                    "%-30s %6.2f %5.2f %6.2f %6.2f %7.3f  %5d ms%n",
                    day.title(),
                    100 * r.success(),
                    r.attemptsPerCall(),
                    r.seconds(0.5),
                    r.seconds(0.99),
                    r.costOfThousand(),
                    (System.nanoTime() - t) / 1_000_000);
        }
    }
}
