package dev.tollgate.testkit.sim.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// The tools a call offers, which of them it wants to be called, and whether more than one may be.
public record Tools(List<Tool> offered, Choice choice, boolean parallel) {

    public static final Tools NONE = new Tools(List.of(), Choice.Any.NONE, false);

    public Tools {
        offered = List.copyOf(offered);
    }

    /// A tool and the JSON schema of its arguments.
    public record Tool(String name, JsonNode parameters) {}

    public sealed interface Choice {
        enum Any implements Choice {
            AUTO,
            NONE,
            REQUIRED
        }

        record Named(String name) implements Choice {}
    }

    /// The calls an answer makes: one of the named or else first tool, or two calls, of the first two
    /// tools if there are two to choose from.
    ///
    /// @throws Refused if no tool has the name
    List<Tool> called(boolean two) {
        var open = choosable();
        if (open.isEmpty() || !two || !parallel) {
            return open.subList(0, Math.min(1, open.size()));
        }
        return List.of(open.getFirst(), open.get(Math.min(1, open.size() - 1)));
    }

    private List<Tool> choosable() {
        return switch (choice) {
            case Choice.Any.NONE -> List.of();
            case Choice.Any.AUTO, Choice.Any.REQUIRED -> offered;
            case Choice.Named(var name) -> {
                var named = offered.stream().filter(tool -> tool.name().equals(name)).toList();
                if (named.isEmpty()) {
                    throw Refused.invalid("tool_choice", "no tool is named '" + name + "'");
                }
                yield named;
            }
        };
    }
}
