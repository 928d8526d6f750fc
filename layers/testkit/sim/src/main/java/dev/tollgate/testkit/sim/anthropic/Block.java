package dev.tollgate.testkit.sim.anthropic;

import dev.tollgate.testkit.sim.dialect.Turn;
import dev.tollgate.testkit.sim.dialect.Turn.Role;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One content block of a prompt, as far as it has tokens.
///
/// @param cacheFor how long the prompt up to here is to be cached, `5m` or `1h`, if it is
record Block(Role role, String text, int images, Optional<String> cacheFor) {

    int tokens() {
        return new Turn(role, text, images).tokens();
    }

    /// Blocks of one role as one turn.
    static Turn turn(Role role, List<Block> blocks) {
        var text =
                blocks.stream()
                        .map(Block::text)
                        .filter(some -> !some.isBlank())
                        .collect(Collectors.joining(" "));
        return new Turn(role, text, blocks.stream().mapToInt(Block::images).sum());
    }
}
