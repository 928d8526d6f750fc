/// OpenAI, and every host that speaks its dialect.
///
/// API: <https://platform.openai.com/docs/api-reference>. As of 2026-11: chat completions (buffered and streamed) and embeddings pass through;
/// `model` and `stream_options.include_usage` are the only fields that change on the way.
@NullMarked
package dev.tollgate.provider.openai;

import org.jspecify.annotations.NullMarked;
