package dev.tollgate.conversation;

import dev.tollgate.usage.Usage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A model's whole answer.
///
/// @param id the provider's own, empty if it gives none
/// @param model as the provider names it, empty if it does not
/// @param stopSequence the one that ended it
/// @param usage empty if the provider gave none
public record Completion(
        String id,
        String model,
        List<Part> parts,
        Finish finish,
        Optional<String> stopSequence,
        Optional<Usage> usage) {

    public Completion {
        parts = List.copyOf(parts);
    }

    /// The same answer, with a name, a model and a count where the provider gave none.
    public Completion orElse(String otherId, String otherModel, Usage estimate) {
        return new Completion(
                id.isEmpty() ? otherId : id,
                model.isEmpty() ? otherModel : model,
                parts,
                finish,
                stopSequence,
                usage.or(() -> Optional.of(estimate)));
    }

    /// The same answer in other parts.
    public Completion with(List<Part> others) {
        return new Completion(id, model, others, finish, stopSequence, usage);
    }

    /// Why an answer ended.
    public enum Finish {
        STOP,
        /// The tokens ran out: those asked for, or those that the model can read.
        LENGTH,
        TOOL_CALLS,
        /// The model, or a filter, would not say more.
        CONTENT_FILTER,
        /// The provider's own tools need another turn.
        PAUSE;

        /// As the ledger writes it: `tool_calls`.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
