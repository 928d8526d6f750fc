/// Google's Vertex AI: Gemini's wire at another address, under other credentials.
///
/// API: <https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference>,
/// <https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api>,
/// <https://developers.google.com/identity/protocols/oauth2/service-account>. As of 2026-11:
///
/// - chat: all that `provider.gemini` says, for models of Google's own (`publishers/google`); calls of tools have no ids;
/// - embeddings: `predict`; a text that is too long is refused, not cut off as Vertex AI would by itself;
/// - credentials: the JSON of a service account's key is the provider's secret; a token is had for it, and kept until a minute before its end;
/// - `baseUrl` replaces the host; one without a path is taken to serve `/v1`. Multi-regions (`us`, `eu`) have hosts of their own: give them so;
/// - built-in prices are listed under `vendor: gemini`.
@NullMarked
package dev.tollgate.provider.vertex;

import org.jspecify.annotations.NullMarked;
