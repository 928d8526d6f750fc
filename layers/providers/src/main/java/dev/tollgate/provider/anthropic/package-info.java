/// Anthropic's messages API.
///
/// API: <https://platform.claude.com/docs/en/api/messages>, <https://platform.claude.com/docs/en/api/errors>,
/// <https://platform.claude.com/docs/en/build-with-claude/thinking>, <https://platform.claude.com/docs/en/build-with-claude/streaming>.
///
/// As of 2026-11:
/// - messages, buffered and streamed, from callers of every language; Anthropic's own pass through but for `model`
///   and for what another provider's answers left in the conversation
/// - token counts are Anthropic's own
/// - images and documents (base64, URL, text), tools and the choice of them, schemas, cache points, thinking by effort or budget
/// - server tools, their results and files kept by Anthropic: for callers who speak Anthropic's own language only
/// - not read: batches, files, legacy completions; `usage.iterations` (the tokens of an adviser, or of a compaction, which Anthropic
///   bills beside those of the answer)
///
/// How hard a model is asked to think:
///
/// | asked | Claude 4.6 and later: `output_config.effort` | before: `budget_tokens`, of `max_tokens` |
/// |---|---|---|
/// | none | not thinking; the least, where it can't be turned off | not thinking |
/// | minimal | low | 10 % |
/// | low | low | 20 % |
/// | medium | medium | 50 % |
/// | high | high | 80 % |
/// | xhigh | xhigh (4.6: high) | 90 % |
/// | max | max | 95 % |
@NullMarked
package dev.tollgate.provider.anthropic;

import org.jspecify.annotations.NullMarked;
