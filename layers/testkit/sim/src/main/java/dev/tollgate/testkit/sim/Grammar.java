package dev.tollgate.testkit.sim;

import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Script;
import dev.tollgate.testkit.sim.dialect.Script.End;
import dev.tollgate.testkit.sim.dialect.Script.Gate;
import dev.tollgate.testkit.sim.dialect.Script.Quirk;
import dev.tollgate.testkit.sim.dialect.Script.Until;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The words that script a call, as the package describes them, read into a [Script].
final class Grammar {

    private static final String N = "(\\d{1,4})";
    private static final String DURATION = "(\\d{1,6}(?:ms|s))";
    private static final int MAX_WORDS = 8;

    private static final List<Word> WORDS =
            List.of(
                    word("ok", (script, m) -> script),
                    word(
                            "status-([45]\\d\\d)(?:-retry-after-(\\d{1,6}(?:ms|s)?))?",
                            (script, m) -> script.gate(status(m))),
                    word("fail-" + N + "-then-ok", (s, m) -> s.gate(new Gate.FailFirst(int1(m)))),
                    word("times-" + N, (s, m) -> s.gate(passing(s, new Until.Calls(int1(m))))),
                    word(
                            "for-" + DURATION,
                            (s, m) -> s.gate(passing(s, new Until.Elapsed(duration(m.group(1)))))),
                    word("context-length", (s, m) -> s.gate(Gate.Named.CONTEXT_LENGTH)),
                    word("content-policy", (s, m) -> s.gate(Gate.Named.CONTENT_POLICY)),
                    word("quota", (s, m) -> s.gate(Gate.Named.QUOTA)),
                    word("bad-key", (s, m) -> s.gate(Gate.Named.BAD_KEY)),
                    word("not-found", (s, m) -> s.gate(Gate.Named.NOT_FOUND)),
                    word("html-502", (s, m) -> s.gate(Gate.Named.HTML_502)),
                    word("key-(.+)", (s, m) -> s.gate(new Gate.OnlyKey(m.group(1)))),
                    word("reset", (s, m) -> s.gate(Gate.Dead.RESET)),
                    word("reset-after-headers", (s, m) -> s.gate(Gate.Dead.RESET_AFTER_HEADERS)),
                    word("silence", (s, m) -> s.gate(Gate.Dead.SILENCE)),
                    word("delay-" + DURATION, (s, m) -> s.delay(duration(m.group(1)))),
                    word(
                            "slow-first-token-" + DURATION,
                            (s, m) -> s.slowFirstToken(duration(m.group(1)))),
                    word("slow-tokens-" + DURATION, (s, m) -> s.slowTokens(duration(m.group(1)))),
                    word("tokens-" + N, (s, m) -> s.tokens(int1(m))),
                    word("refusal", (s, m) -> s.quirk(Quirk.REFUSAL)),
                    word("thinking", (s, m) -> s.quirk(Quirk.THINKING)),
                    word("parallel-tools", (s, m) -> s.quirk(Quirk.PARALLEL_TOOLS)),
                    word("no-usage", (s, m) -> s.quirk(Quirk.NO_USAGE)),
                    word("no-finish", (s, m) -> s.quirk(Quirk.NO_FINISH)),
                    word("ping", (s, m) -> s.quirk(Quirk.PING)),
                    word("usage-in-choice", (s, m) -> s.quirk(Quirk.USAGE_IN_CHOICE)),
                    word("groq-usage", (s, m) -> s.quirk(Quirk.GROQ_USAGE)),
                    word("openrouter", (s, m) -> s.quirk(Quirk.OPENROUTER)),
                    word("reasoning-content", (s, m) -> s.quirk(Quirk.REASONING_CONTENT)),
                    word("reasoning", (s, m) -> s.quirk(Quirk.REASONING)),
                    word("cut-before-first-token", (s, m) -> s.ending(End.CUT, 0)),
                    word("cut-after-" + N, (s, m) -> s.ending(End.CUT, int1(m))),
                    word("stall-after-" + N, (s, m) -> s.ending(End.STALL, int1(m))),
                    word("malformed-after-" + N, (s, m) -> s.ending(End.MALFORMED, int1(m))),
                    word("bad-chunk-after-" + N, (s, m) -> s.ending(End.BAD_CHUNK, int1(m))),
                    word("error-after-" + N, (s, m) -> s.ending(End.ERROR, int1(m))),
                    word("truncated-json", (s, m) -> s.ending(End.TRUNCATED, 0)),
                    word("no-done", (s, m) -> s.ending(End.NO_DONE, 0)));

    private Grammar() {}

    /// The script of a model's name; a name with no word in it is healthy.
    ///
    /// @throws Refused with 400 if a word of the name has a wrong argument or an unknown neighbour
    static Script ofModel(String name) {
        return mentionsWord(name) ? ofHeader(name) : Script.HEALTHY;
    }

    /// The script of words alone.
    ///
    /// @throws Refused with 400 if there is anything but words
    static Script ofHeader(String text) {
        var script = Script.HEALTHY;
        for (var part : parts(text)) {
            script = apply(part, script);
        }
        return script;
    }

    private static Script apply(String part, Script script) {
        for (var word : WORDS) {
            var match = word.pattern.matcher(part);
            if (match.matches()) {
                return word.meaning.apply(script, match.toMatchResult());
            }
        }
        throw Refused.invalid("model", "not a behaviour: '" + part + "'");
    }

    private static boolean mentionsWord(String name) {
        for (var part : parts(name)) {
            for (var word : WORDS) {
                if (part.startsWith(word.prefix)
                        && (word.takesArgument() || part.equals(word.prefix))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String[] parts(String text) {
        int label = text.indexOf('@');
        return (label < 0 ? text : text.substring(0, label)).split("\\+", MAX_WORDS);
    }

    private static Gate status(MatchResult match) {
        var retryAfter = Optional.ofNullable(match.group(2)).map(Grammar::duration);
        return new Gate.Status(int1(match), retryAfter);
    }

    /// What stands in the way by the words so far, until then.
    private static Gate passing(Script script, Until until) {
        return new Gate.Passing(script.gate(), until);
    }

    private static int int1(MatchResult match) {
        return Integer.parseInt(match.group(1));
    }

    /// A duration in `ms`, or in seconds with or without `s`.
    private static Duration duration(String text) {
        var digits = Long.parseLong(text.replaceAll("\\D", ""));
        return text.endsWith("ms") ? Duration.ofMillis(digits) : Duration.ofSeconds(digits);
    }

    private static Word word(String regex, BiFunction<Script, MatchResult, Script> meaning) {
        return new Word(regex.split("\\(", 2)[0], Pattern.compile(regex), meaning);
    }

    /// One word: what every use of it begins with, its whole form, and what it changes in a script.
    private record Word(
            String prefix, Pattern pattern, BiFunction<Script, MatchResult, Script> meaning) {
        boolean takesArgument() {
            return prefix.endsWith("-");
        }
    }
}
