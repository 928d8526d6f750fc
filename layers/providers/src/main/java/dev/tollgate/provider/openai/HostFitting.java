package dev.tollgate.provider.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Reasoning;
import dev.tollgate.provider.wire.Fitted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Fits a translated prompt to a host and its model.
public final class HostFitting {
    private HostFitting() {}

    /// @param written what the request says of all that a host may lack
    /// @throws dev.tollgate.provider.wire.Untranslatable if something of it can't be left out
    public static Fitted fit(
            Prompt prompt, String model, Host host, Function<Prompt, ObjectNode> written) {
        List<String> dropped = new ArrayList<>();
        boolean reasons = prompt.reasoning().isEmpty() || !host.knowsUnreasoning(model);
        if (!reasons && prompt.reasoning().filter(HostFitting::asksFor).isPresent()) {
            dropped.add("reasoning");
        }
        Prompt fitted = reasons ? prompt : unreasoned(prompt);
        if (!host.lacks().isEmpty()) {
            dropped.addAll(lacking(written.apply(fitted), !prompt.tools().isEmpty(), host));
        }
        return new Fitted(fitted, dropped);
    }

    private static List<String> lacking(ObjectNode written, boolean tools, Host host) {
        List<String> dropped = new ArrayList<>();
        written.properties()
                .forEach(member -> {
                    String name = member.getKey();
                    if (host.lacks().contains(name)
                            && Lack.of(name, member.getValue(), tools, host) == Lack.REPORTED) {
                        dropped.add(name);
                    }
                });
        return dropped;
    }

    private static boolean asksFor(Reasoning reasoning) {
        return reasoning.effort().filter(effort -> effort == Effort.NONE).isEmpty();
    }

    private static Prompt unreasoned(Prompt prompt) {
        return new Prompt(
                prompt.messages(),
                prompt.tools(),
                prompt.toolChoice(),
                prompt.parallelTools(),
                prompt.format(),
                prompt.sampling(),
                Optional.empty(),
                prompt.others());
    }
}
