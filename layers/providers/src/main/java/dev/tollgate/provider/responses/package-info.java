/// OpenAI's responses API, as OpenAI and the hosts that have it as well speak it. Where it is reached is `provider.openai`'s business.
///
/// API: <https://platform.openai.com/docs/api-reference/responses>. As of August 2026:
///
/// - texts, images, files, refusals, reasoning with encrypted content, function calls, structured output, annotations: read and written
/// - streams: every kind of event; those of OpenAI's own tools are foreign parts
/// - callers who speak it pass through but for `model` and `store`, and what other providers have signed
/// - nothing is stored: `store` is always false
@NullMarked
package dev.tollgate.provider.responses;

import org.jspecify.annotations.NullMarked;
