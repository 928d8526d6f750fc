package dev.tollgate.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.routing.Split.Variant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static final int USERS = 10_000;
    private static final List<String> PINNED =
            List.of("c", "a", "c", "c", "c", "a", "a", "b", "a", "c", "a", "a");

    private final Random random = new Random(3);

    private static Split split(int a, int b, int c) {
        return new Split(
                List.of(variant("a", a), variant("b", b), variant("c", c)), Optional.of("user"));
    }

    private static Variant variant(String name, int weight) {
        return new Variant(name, new Target("p", name), weight);
    }

    private String of(Split split, String user) {
        return split.choose("chat", Optional.of(user), random).name();
    }

    private List<String> ofAll(Split split) {
        return IntStream.range(0, USERS).mapToObj(i -> of(split, "user-" + i)).toList();
    }

    private static int share(String name, List<String> chosen) {
        return Collections.frequency(chosen, name);
    }

    private static void assertNear(int expected, int actual) {
        assertTrue(Math.abs(expected - actual) < 200, "need about " + expected + ", got " + actual);
    }

    @Test
    void the_choice_of_a_value_is_the_same_in_every_version_and_sandbox() {
        List<String> chosen =
                IntStream.range(0, 12).mapToObj(i -> of(split(50, 30, 20), "user-" + i)).toList();

        assertEquals(PINNED, chosen);
    }

    @Test
    void values_spread_by_weight() {
        List<String> chosen = ofAll(split(70, 20, 10));

        assertNear(7_000, share("a", chosen));
        assertNear(2_000, share("b", chosen));
        assertNear(1_000, share("c", chosen));
    }

    @Test
    void without_a_value_chance_spreads_by_weight() {
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            chosen.add(split(70, 20, 10).choose("chat", Optional.empty(), random).name());
        }

        assertNear(7_000, share("a", chosen));
        assertNear(1_000, share("c", chosen));
    }

    @Test
    void a_change_of_weights_moves_only_values_that_must_move() {
        List<String> before = ofAll(split(90, 10, 0));
        List<String> after = ofAll(split(80, 20, 0));

        for (int i = 0; i < USERS; i++) {
            assertTrue(
                    before.get(i).equals(after.get(i)) || after.get(i).equals("b"),
                    before.get(i) + " moved to " + after.get(i));
        }
        assertNear(2_000, share("b", after));
    }

    @Test
    void a_new_variant_takes_values_from_all_and_moves_none_between_them() {
        List<String> before = ofAll(split(50, 50, 0));
        List<String> after = ofAll(split(50, 50, 50));

        for (int i = 0; i < USERS; i++) {
            assertTrue(before.get(i).equals(after.get(i)) || after.get(i).equals("c"));
        }
    }

    @Test
    void one_user_may_have_different_variants_of_different_aliases() {
        Split split = split(50, 50, 0);
        long same =
                IntStream.range(0, USERS)
                        .filter(i -> {
                            Optional<String> user = Optional.of("user-" + i);
                            return split.choose("chat", user, random)
                                    .equals(split.choose("summarize", user, random));
                        })
                        .count();

        assertNear(USERS / 2, (int) same);
    }

    @Test
    void a_variant_of_no_weight_is_never_chosen() {
        assertEquals(USERS, share("b", ofAll(split(0, 1, 0))));
    }
}
