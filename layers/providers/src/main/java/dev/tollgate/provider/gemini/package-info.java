/// Google's Gemini, as AI Studio serves it; its wire is Vertex AI's, too.
///
/// API: <https://ai.google.dev/api/generate-content>, <https://ai.google.dev/gemini-api/docs/thought-signatures>,
/// <https://ai.google.dev/api/embeddings>. As of 2026-11:
///
/// - chat, buffered and streamed: texts, images, audio and documents (inline, or by address), tools, JSON by schema, thinking, signatures;
/// - an image or a document by address is `fileData`; its type is told by the address's extension, and left to Google if that tells nothing
///   (AI Studio finds out, Vertex AI refuses);
/// - `stop`, `seed`, `top_k` and penalties are carried; a limit to one tool at a time is not;
/// - images that a tool gave are refused: Gemini 2.5 takes none;
/// - embeddings: `batchEmbedContents`.
///
/// Answers: citations of a search stand at the text, the whole of its metadata is a part of Gemini's own, as is code that it ran. Scores of safety
/// and of probability are left out. An answer that ends for its own malformed call is a failure: see `FinishReasons`.
@NullMarked
package dev.tollgate.provider.gemini;

import org.jspecify.annotations.NullMarked;
