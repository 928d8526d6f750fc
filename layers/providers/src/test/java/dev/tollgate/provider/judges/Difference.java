package dev.tollgate.provider.judges;

import java.util.List;

/// Where two texts differ, by lines: from the first that do to the last.
final class Difference {
    private static final int SHOWN = 60;

    private Difference() {}

    /// Empty if they are the same.
    static String of(String expected, String actual) {
        if (expected.equals(actual)) {
            return "";
        }
        List<String> left = expected.lines().toList();
        List<String> right = actual.lines().toList();
        int shorter = Math.min(left.size(), right.size());
        int start = 0;
        while (start < shorter && left.get(start).equals(right.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && left.get(left.size() - 1 - end).equals(right.get(right.size() - 1 - end))) {
            end++;
        }
        StringBuilder shown = new StringBuilder("from line " + (start + 1) + ":\n");
        show("- ", left.subList(start, left.size() - end), shown);
        show("+ ", right.subList(start, right.size() - end), shown);
        return shown.toString();
    }

    private static void show(String mark, List<String> lines, StringBuilder shown) {
        lines.stream().limit(SHOWN).forEach(it -> shown.append(mark).append(it).append('\n'));
        if (lines.size() > SHOWN) {
            shown.append(mark).append("... ").append(lines.size() - SHOWN).append(" more\n");
        }
    }
}
