/// The simulated provider: a model provider on the loopback interface that speaks OpenAI's wire
/// dialect over plain HTTP/1.1, for tests, the demo and the benchmark.
///
/// Every answer is computed from its request. The name of the model chooses what the provider does
/// with the call; the request header `x-sim-behaviour` holds the same grammar and overrides it.
///
/// ```
/// name      = words [ "@" label ]         the label is ignored: it only makes the name its own
/// words     = word { "+" word }           e.g. tokens-200+slow-tokens-50ms+cut-after-20
/// duration  = digits ( "ms" | "s" )
/// ```
///
/// | word | what the provider does |
/// |---|---|
/// | `ok`, or a name with no word in it (`sim-anything`, `gpt-4.1-mini`) | answers |
/// | `status-503`, any from 400 to 599 | refuses with that status, in OpenAI's envelope |
/// | `status-429-retry-after-2`, `...-494ms` | the same with `retry-after` (and `retry-after-ms`) |
/// | `fail-2-then-ok` | refuses the first two calls of that model name with 503, then answers |
/// | `context-length`, `content-policy` | 400 in OpenAI's words |
/// | `quota`, `bad-key`, `not-found` | 429, 401, 404 in OpenAI's words |
/// | `html-502` | a proxy's HTML page |
/// | `key-LITERAL` | answers that API key only, and 401 to any other |
/// | `reset` | TCP reset before any byte |
/// | `reset-after-headers` | the status line and headers of the answer, then TCP reset |
/// | `silence` | never answers |
/// | `delay-40ms` | waits before the first byte of the answer |
/// | `slow-first-token-3s` | sends the headers and the role chunk, then waits |
/// | `slow-tokens-50ms` | waits before every token but the first |
/// | `tokens-200` | a text of exactly 200 tokens, by the rule of [Tokens] |
/// | `refusal` | `message.refusal` and `finish_reason` `content_filter` |
/// | `cut-before-first-token` | the role chunk, then the end without a terminal chunk |
/// | `cut-after-5` | the same after five token events |
/// | `stall-after-5` | five token events, then silence |
/// | `malformed-after-3` | three token events, one event that is not JSON, then the rest |
/// | `bad-chunk-after-3` | a chunk size that is not hexadecimal, then the end |
/// | `error-after-3` | `data: {"error": ...}`, then a clean end of the chunks without `[DONE]` |
/// | `truncated-json` | half of the answer, then a clean end of the body |
/// | `no-done` | everything but `[DONE]`, and a clean end of the chunks |
///
/// A token event is one content, refusal or tool argument delta; an answer with fewer of them than
/// a word asks for breaks before its finish chunk.
///
/// On a buffered call the waits add up before the reply; `cut`, `stall` and `bad-chunk` break the
/// body in its middle (`cut-before-first-token` before its first byte); `malformed` and
/// `truncated-json` send a whole body that is not JSON; `error` is a 500; `no-done` changes
/// nothing. `delay` holds for refusals, too. Numbers have at most four digits, durations six.
///
/// A word with a wrong argument (`status-abc`) is a 400 and never a healthy answer, and so is a
/// header with anything but words. Every wait ends when the client leaves or the server is closed.
@NullMarked
package dev.tollgate.testkit.sim;

import org.jspecify.annotations.NullMarked;
