/// The simulated provider: a model provider on the loopback interface that speaks the wire dialects
/// of many over plain HTTP/1.1, for tests, the demo and the benchmark. It is written from the
/// providers' own words and shapes and knows nothing of the gateway's adapters, so that one
/// misunderstanding can't hide in both.
///
/// | dialect | addresses |
/// |---|---|
/// | `anthropic` | `POST /v1/messages`, `/v1/messages/count_tokens`, and `GET /v1/models` with `anthropic-version` |
/// | `azure` | `POST /openai/deployments/MODEL/chat/completions` and `/embeddings` with `api-version`, `/openai/v1/...` as OpenAI's (with `api-key` or a token of a directory; else another host's) |
/// | `bedrock` | `POST /model/MODEL/converse`, `/converse-stream`, `/invoke` (Titan's and Cohere's embeddings), signed by `AKIDSIMULATED` with `sim-secret` |
/// | `gemini` | `POST /v1beta/models/MODEL:generateContent`, `:streamGenerateContent`, `:countTokens`, `:embedContent`, `:batchEmbedContents`, `GET /v1beta/models`, `/v1beta/models/ID`; the same at `/v1` with `x-goog-api-key` |
/// | `vertex` | `POST /v1/projects/P/locations/L/publishers/google/models/MODEL:generateContent`, `:streamGenerateContent`, `:countTokens`, `:predict`, and `/token` |
/// | `openai` | `POST .../chat/completions`, `.../responses`, `.../embeddings`, `GET .../v1/models` whatever they begin with, `GET /v1/models/ID` |
///
/// How a dialect is added is told in the package `dialect`. A request's address (and, where two
/// share it, its headers) says whose it is; what is nobody's is answered in OpenAI's words.
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
/// | `status-503`, any from 400 to 599 | refuses with that status, in the provider's envelope |
/// | `status-429-retry-after-2`, `...-494ms` | the same with the wait told as the provider tells it, which Bedrock does not |
/// | `fail-2-then-ok` | refuses the first two calls of that model name with 503, then answers |
/// | `times-2`, `for-60s` | the refusal or death before it (`status-500+times-2`, `reset+for-60s`) is that of the first calls of that model name, or of the time from its first call on; then it answers |
/// | `context-length`, `quota`, `bad-key`, `not-found` | the provider's error of that kind |
/// | `content-policy` | the prompt is refused as a whole: an error, or the provider's empty answer |
/// | `html-502` | a proxy's HTML page |
/// | `key-LITERAL` | answers that API key (access key, token) only, and refuses any other as a wrong one |
/// | `reset` | TCP reset before any byte |
/// | `reset-after-headers` | the status line and headers of the answer, then TCP reset |
/// | `silence` | never answers |
/// | `delay-40ms` | waits before the first byte of the answer |
/// | `slow-first-token-3s` | sends the headers and the first frame, then waits |
/// | `slow-tokens-50ms` | waits before every token but the first |
/// | `tokens-200` | a text of exactly 200 tokens, by the rule of `Tokens` |
/// | `refusal` | begins to answer with a refusal, and finishes as the provider does then |
/// | `thinking` | thinks at least 16 tokens before the answer; else only what the request asks for |
/// | `parallel-tools` | calls the first two tools, or the only one twice |
/// | `no-usage` | leaves out the usage |
/// | `no-finish` | leaves out why the answer ended: the event of a stream, null in a document |
/// | `ping` | sends a keep-alive before every token, white space in front of a document |
/// | `usage-in-choice` | in OpenAI's chat: the usage of a stream stands in the last chunk with a choice, as Mistral's and DeepSeek's |
/// | `groq-usage` | the same, in its `x_groq` |
/// | `openrouter` | the same chunk again with the usage and its cost, comments while it works, errors that are chunks |
/// | `reasoning-content` | in OpenAI's chat: thoughts are shown, as DeepSeek's |
/// | `reasoning` | thoughts are shown, as Groq's and OpenRouter's |
/// | `cut-before-first-token` | the frames before the first token, then the end without a terminal chunk |
/// | `cut-after-5` | the same after five token events |
/// | `stall-after-5` | five token events, then silence |
/// | `malformed-after-3` | three token events, one event that is not JSON, then the rest |
/// | `bad-chunk-after-3` | a chunk size that is not hexadecimal, then the end |
/// | `error-after-3` | the provider's error within a stream, then a clean end of the chunks |
/// | `truncated-json` | half of the answer, then a clean end of the body |
/// | `no-done` | everything but the mark of the end (`[DONE]`, `message_stop`; the finish where there is none) |
///
/// A token event is one delta of a thought, content, a refusal or tool arguments (Gemini's calls come
/// whole, in one); an answer with fewer of them than a word asks for breaks before its finish chunk.
///
/// Where a model's own name matters it may be the label: `tokens-20@gemini-3-flash` is of the Gemini
/// models that insist on thought signatures, `ok@cohere.embed-v4:0` embeds in Cohere's words. At
/// `/token` the name is the service account's.
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
