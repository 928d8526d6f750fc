/// Embeddings from providers whose API for them is not OpenAI's, for callers, who all speak OpenAI's.
///
/// API: <https://platform.openai.com/docs/api-reference/embeddings>. As of 2026-11: texts are embedded; tokens in place of texts are refused;
/// vectors come back as numbers or in base64; `dimensions` is passed on; every other field is dropped, and reported.
@NullMarked
package dev.tollgate.provider.embedding;

import org.jspecify.annotations.NullMarked;
