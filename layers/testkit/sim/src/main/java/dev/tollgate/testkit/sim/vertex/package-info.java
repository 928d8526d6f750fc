/// Vertex AI's dialect: Gemini's, in a project and a location, with access tokens; embeddings by
/// prediction; and the token endpoint that trades a service account's assertion for such a token.
@NullMarked
package dev.tollgate.testkit.sim.vertex;

import org.jspecify.annotations.NullMarked;
