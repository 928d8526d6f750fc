/// OpenAI's dialect: chat completions, responses, embeddings, models.
@NullMarked
package dev.tollgate.testkit.sim.openai;

import org.jspecify.annotations.NullMarked;
