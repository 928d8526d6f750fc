/// Azure OpenAI: OpenAI's wire at addresses of its own, with the key in `api-key`. The model of a target is the name of a deployment.
///
/// Source: Azure OpenAI REST API reference, data plane. As of August 2026:
///
/// - `/openai/v1/...`: chat completions, responses, embeddings; no version to name
/// - `/openai/deployments/{deployment}/...?api-version=...`: chat completions, embeddings; `/openai/responses?api-version=...`
/// - Azure AI Foundry's `/models/chat/completions?api-version=...`: chat completions, embeddings
/// - Entra ID tokens instead of a key: not supported
@NullMarked
package dev.tollgate.provider.azure;

import org.jspecify.annotations.NullMarked;
