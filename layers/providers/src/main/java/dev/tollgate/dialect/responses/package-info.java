/// OpenAI's responses, as callers speak them. Source: OpenAI API reference, responses and streaming events.
///
/// As of August 2026: texts, images, files, audio, refusals, reasoning, function calls and their results, structured output, annotations.
/// What only OpenAI has (its own tools, custom tools, prompt templates) passes to hosts that speak responses and is refused elsewhere.
/// The gateway is stateless: nothing is stored, so `previous_response_id`, `conversation`, `background` and item references are refused.
@NullMarked
package dev.tollgate.dialect.responses;

import org.jspecify.annotations.NullMarked;
