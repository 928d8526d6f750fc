/// Gemini's dialect, as AI Studio speaks it: answers and their streams, embeddings, counts, models.
/// Vertex speaks the same on other addresses and uses what is public here.
@NullMarked
package dev.tollgate.testkit.sim.gemini;

import org.jspecify.annotations.NullMarked;
