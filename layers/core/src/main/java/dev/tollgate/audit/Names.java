package dev.tollgate.audit;

import java.util.HashMap;
import java.util.Map;

/// The names of one object's members. Where redacting makes two of them the same, the further ones are numbered: `[email]`, `[email] 2`.
final class Names {
    /// How many have come of one that was made here; 0 of one that was there before.
    private final Map<String, Integer> taken = new HashMap<>();

    /// What a member is called.
    ///
    /// @param before its name
    /// @param after what is left of its name
    String given(String before, String after) {
        boolean same = after.equals(before);
        int others = taken.getOrDefault(after, same ? 0 : -1);
        if (same && others == 0) {
            taken.put(after, 0);
            return after;
        }
        if (others < 0) {
            taken.put(after, 1);
            return after;
        }
        int number = Math.max(others, 1);
        String free;
        do {
            number++;
            free = after + " " + number;
        } while (taken.containsKey(free));
        taken.put(after, number);
        taken.put(free, 1);
        return free;
    }
}
