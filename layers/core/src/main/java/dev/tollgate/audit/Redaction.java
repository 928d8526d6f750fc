package dev.tollgate.audit;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What is taken out of texts before they are stored; a mark such as `[email]` stands in its place.
///
/// The time it takes grows with the text's length and no faster, whatever the text.
///
/// @param own patterns of the team's own, in order; they come first
public record Redaction(List<Kind> kinds, List<OwnPattern> own) {
    public static final Redaction NONE = new Redaction(List.of(), List.of());

    public Redaction {
        kinds = kinds.stream().sorted().distinct().toList();
        own = List.copyOf(own);
    }

    /// What Tollgate itself knows how to find. What could be several is the first of them.
    @SuppressWarnings("ImmutableEnumChecker") // every function here is stateless
    public enum Kind {
        /// Addresses with a domain that has a dot.
        EMAIL(text -> Finder.replaceAll(text, new Emails(), "[email]")),
        /// 13 to 19 digits, also in groups, that begin and check as card numbers do.
        CARD(text -> Finder.replaceAll(text, new Cards(), "[card]")),
        /// Numbers in international form, in national form with a leading zero, and as North America writes them.
        PHONE(text -> Finder.replaceAll(text, new Phones(), "[phone]"));

        private final UnaryOperator<String> redact;

        Kind(UnaryOperator<String> redact) {
            this.redact = redact;
        }
    }

    /// Whether nothing is taken out.
    boolean isNone() {
        return kinds.isEmpty() && own.isEmpty();
    }

    /// A text without all that.
    public String text(String text) {
        return text(text, new Looks(Looks.OF_ONE_CALL));
    }

    /// @param looks what the own patterns may still do; without any left, they match everything
    String text(String text, Looks looks) {
        String left = text;
        for (OwnPattern pattern : own) {
            Optional<String> without = pattern.replaced(left, looks);
            if (without.isEmpty()) {
                return pattern.mark();
            }
            left = without.get();
        }
        for (Kind kind : kinds) {
            left = kind.redact.apply(left);
        }
        return left;
    }
}
