/// Anthropic's messages, as callers speak them: whole, streamed, and their tokens counted. Source: Claude API reference, <https://platform.claude.com/docs/en/api/messages>.
@NullMarked
package dev.tollgate.dialect.messages;

import org.jspecify.annotations.NullMarked;
