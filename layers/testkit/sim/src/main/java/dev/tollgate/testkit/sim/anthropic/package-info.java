/// Anthropic's dialect: messages, token counting, models.
@NullMarked
package dev.tollgate.testkit.sim.anthropic;

import org.jspecify.annotations.NullMarked;
