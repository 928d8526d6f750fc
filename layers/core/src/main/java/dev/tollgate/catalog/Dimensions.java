package dev.tollgate.catalog;

import dev.tollgate.config.Bounds;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what calls are told apart by: `key`, `team` and the like, or the name of a tag. `tag:team` is a tag that bears one of those names.
final class Dimensions {
    private static final Pattern TAG =
            Pattern.compile("(tag:)?[A-Za-z0-9_.:-]{1," + Bounds.MAX_TAG_NAME + "}");

    private Dimensions() {}

    static Optional<String> read(Section section, String key) {
        return section.text(key).filter(dimension -> check(dimension, section, key));
    }

    static boolean check(String dimension, Section section, String key) {
        boolean fits = TAG.matcher(dimension).matches();
        if (!fits) {
            section.problem(
                    key,
                    "need the name of a tag, of 1 to %d of A-Z a-z 0-9 _ . : -, got '%s'"
                            .formatted(Bounds.MAX_TAG_NAME, dimension));
        }
        return fits;
    }
}
