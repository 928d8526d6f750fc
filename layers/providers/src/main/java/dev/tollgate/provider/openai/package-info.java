/// OpenAI, and every host that speaks its dialect.
///
/// API: <https://platform.openai.com/docs/api-reference>. As of August 2026:
///
/// - chat completions and embeddings, buffered and streamed, pass through; `model`, `stream_options.include_usage` and what a host is known to
///   refuse are all that changes on the way
/// - responses are `provider.responses`; which of both APIs a call takes is [Apis]' decision
@NullMarked
package dev.tollgate.provider.openai;

import org.jspecify.annotations.NullMarked;
