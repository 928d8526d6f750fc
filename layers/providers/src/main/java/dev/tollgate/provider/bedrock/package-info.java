/// AWS Bedrock, by its Converse API.
///
/// API: <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html>. As of 2026-11:
///
/// - conversations, whole and streamed, with tools, images and documents as bytes, JSON schemas, cache points, thoughts and their signatures;
/// - reasoning where [Reasoner] knows how a model wants it, `strict` tools on Claude from 4.5;
/// - embeddings by Titan and Cohere's models;
/// - not: guardrails, prompt management, service tiers, Bedrock's own tools, S3 locations, token counts.
///
/// Nobody speaks Converse to us: every call is a translation.
@NullMarked
package dev.tollgate.provider.bedrock;

import org.jspecify.annotations.NullMarked;
