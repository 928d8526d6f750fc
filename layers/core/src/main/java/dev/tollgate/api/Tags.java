package dev.tollgate.api;

import dev.tollgate.config.Bounds;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What a call is for: names to values, such as `feature=summarize`. Costs are reported by them. See [Bounds] for how many and how long.
public record Tags(SortedMap<String, String> values) {
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_.:-]{1," + Bounds.MAX_TAG_NAME + "}");

    /// Tags that one foreign source may bring, so that there is room for our own.
    static final int MAX_FOREIGN = 16;

    private static final Tags NONE = new Tags(Collections.emptySortedMap());

    public Tags {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    public static Tags none() {
        return NONE;
    }

    /// Checks tags that were written for us.
    ///
    /// @param place where they stand in the request, for the error
    /// @throws ApiError 400 if a name or a value is out of bounds, or there are too many
    public static Tags strict(Map<String, String> tags, String place) {
        tags.forEach((name, value) -> {
            refuseUnless(
                    NAME.matcher(name).matches(),
                    "tag name '%s': need 1 to %d of A-Z a-z 0-9 _ . : -"
                            .formatted(cut(name, Bounds.MAX_TAG_NAME), Bounds.MAX_TAG_NAME),
                    place);
            refuseUnless(
                    !value.isEmpty()
                            && value.length() <= Bounds.MAX_TAG_VALUE
                            && value.chars().noneMatch(Character::isISOControl),
                    "tag '%s': need 1 to %d printable characters"
                            .formatted(name, Bounds.MAX_TAG_VALUE),
                    place);
        });
        return none().with(tags);
    }

    /// Takes over tags that were written for somebody else, so that a drop-in never fails on them: characters that a name
    /// can't have become `_`, control characters in a value become spaces, what is too long is cut, what is empty, and what comes after the first [#MAX_FOREIGN], is left out.
    public static Tags lenient(Map<String, String> tags) {
        SortedMap<String, String> fitting = new TreeMap<>();
        tags.forEach((name, value) -> {
            String fit = cut(name.replaceAll("[^A-Za-z0-9_.:-]", "_"), Bounds.MAX_TAG_NAME);
            String text = cut(value.replaceAll("\\p{Cntrl}", " "), Bounds.MAX_TAG_VALUE).strip();
            if (!fit.isEmpty() && !text.isEmpty() && fitting.size() < MAX_FOREIGN) {
                fitting.put(fit, text);
            }
        });
        return none().with(fitting);
    }

    /// These tags, each replaced by the one of its name in `others` if there is one.
    ///
    /// @throws ApiError 400 if that makes too many
    public Tags with(Tags others) {
        return others.values.isEmpty() ? this : with(others.values);
    }

    /// These tags without one of them.
    public Tags without(String name) {
        SortedMap<String, String> left = new TreeMap<>(values);
        left.remove(name);
        return new Tags(left);
    }

    private Tags with(Map<String, String> others) {
        SortedMap<String, String> joined = new TreeMap<>(values);
        joined.putAll(others);
        refuseUnless(
                joined.size() <= Bounds.MAX_TAGS,
                "%d tags, need at most %d".formatted(joined.size(), Bounds.MAX_TAGS),
                "tags");
        return new Tags(joined);
    }

    private static void refuseUnless(boolean fine, String problem, String place) {
        if (!fine) {
            throw ApiError.badRequest("invalid_tag", place + ": " + problem, place);
        }
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
