package dev.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.audit.LogLevel;
import dev.tollgate.audit.LoggingRules;
import dev.tollgate.audit.OwnPattern;
import dev.tollgate.audit.Redaction;
import dev.tollgate.audit.Redaction.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the `logging` of a catalogue:
/// `{payloads: full, retain: 30d, redact: [email, phone, card], patterns: {employee: "E-[0-9]{6}"}, aliases: {summarize: none}, keys: {key_1: metadata}, most: full}`.
///
/// @param aliases the names of those that the catalogue declares
record LoggingReader(Set<String> aliases) {
    static final Duration SHORTEST = Duration.ofDays(1);

    /// As long as the ledger keeps a record: a payload is read together with its record, and nobody could read it for longer.
    static final Duration LONGEST = Duration.ofDays(400);

    static final int MAX_PATTERNS = 20;
    static final int MAX_KEYS = 1_000;

    private static final Pattern KEY_ID = Pattern.compile("key_[0-9a-f]{24}");
    private static final Pattern PATTERN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");

    private static final Map<String, LogLevel> LEVELS =
            Arrays.stream(LogLevel.values())
                    .collect(Collectors.toMap(LogLevel::written, Function.identity()));

    private static final Map<String, Kind> KINDS =
            Arrays.stream(Kind.values())
                    .collect(
                            Collectors.toMap(
                                    kind -> kind.name().toLowerCase(Locale.ROOT),
                                    Function.identity()));

    /// @param root without a `logging`, nothing is kept
    LoggingRules read(Section root) {
        if (!root.has("logging")) {
            return LoggingRules.OFF;
        }
        Section logging = root.section("logging");
        LogLevel usual = logging.choice("payloads", LEVELS).orElse(LogLevel.NONE);
        LogLevel least = logging.choice("least", LEVELS).orElse(LogLevel.NONE);
        LogLevel most = logging.choice("most", LEVELS).orElse(LogLevel.FULL);
        if (least.compareTo(most) > 0) {
            logging.problem(
                    "least",
                    "need at most what 'most' is, got %s and %s"
                            .formatted(least.written(), most.written()));
        }
        Section named = logging.section("aliases");
        Map<String, LogLevel> byAlias =
                levels(named, alias -> CatalogReader.checkAlias(alias, aliases, named, alias));
        Section keyed = logging.section("keys");
        Map<String, LogLevel> byKey = levels(keyed, key -> checkKey(key, keyed));
        CatalogReader.atMost(MAX_KEYS, byKey.size(), keyed);
        Duration retain =
                logging.duration("retain", LoggingRules.DEFAULT_RETAIN, SHORTEST, LONGEST);
        Redaction redaction = new Redaction(kinds(logging), patterns(logging.section("patterns")));
        logging.rejectUnknownKeys();
        return new LoggingRules(usual, byAlias, byKey, least, most, retain, redaction);
    }

    private static Map<String, LogLevel> levels(Section section, Consumer<String> check) {
        Map<String, LogLevel> levels = new HashMap<>();
        section.each((name, _) -> {
            check.accept(name);
            section.choice(name, LEVELS).ifPresent(level -> levels.put(name, level));
        });
        return levels;
    }

    private static void checkKey(String key, Section section) {
        if (!KEY_ID.matcher(key).matches()) {
            section.problem(
                    key,
                    "need the id of a virtual key, key_ and 24 digits; GET /admin/keys lists them");
        }
    }

    private static List<Kind> kinds(Section logging) {
        List<Kind> kinds = new ArrayList<>();
        logging.list(
                "redact",
                0,
                KINDS.size(),
                "of " + CatalogReader.names(KINDS.keySet()),
                (at, element) ->
                        Optional.ofNullable(KINDS.get(element.asText()))
                                .ifPresentOrElse(
                                        kinds::add,
                                        () ->
                                                logging.problem(
                                                        at,
                                                        "need one of %s, got %s; 'patterns' is for your own"
                                                                .formatted(
                                                                        CatalogReader.names(
                                                                                KINDS.keySet()),
                                                                        Section.abbreviate(
                                                                                element)))));
        return kinds;
    }

    private static List<OwnPattern> patterns(Section section) {
        List<OwnPattern> patterns = new ArrayList<>();
        section.each((name, node) -> pattern(name, node, section).ifPresent(patterns::add));
        CatalogReader.atMost(MAX_PATTERNS, patterns.size(), section);
        return patterns;
    }

    private static Optional<OwnPattern> pattern(String name, JsonNode node, Section section) {
        if (!PATTERN_NAME.matcher(name).matches() || KINDS.containsKey(name)) {
            section.problem(
                    name,
                    "need a name of 1 to 32 of A-Z a-z 0-9 _ -, from a letter on, and none of "
                            + CatalogReader.names(KINDS.keySet()));
            return Optional.empty();
        }
        try {
            return Optional.of(OwnPattern.of(name, node.isTextual() ? node.asText() : ""));
        } catch (OwnPattern.Unusable e) {
            section.problem(name, "need a regular expression: " + e.getMessage());
            return Optional.empty();
        }
    }
}
