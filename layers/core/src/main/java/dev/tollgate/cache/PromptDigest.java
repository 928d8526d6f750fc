package dev.tollgate.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Format;
import dev.tollgate.conversation.Prompt.Reasoning;
import dev.tollgate.conversation.Prompt.Sampling;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.conversation.Prompt.ToolChoice;
import dev.tollgate.http.Json;
import java.util.Optional;

/// Every field of a prompt, given to a digest. Patterns name all of them, so that one that is added can't be forgotten here.
///
/// In a schema the order of members counts: models write an object's members in the order of its schema.
record PromptDigest(Digest digest) {

    void add(Prompt prompt) {
        switch (prompt) {
            case Prompt(
                            var messages,
                            var tools,
                            var choice,
                            boolean parallel,
                            Format format,
                            Sampling sampling,
                            var reasoning,
                            var others) -> {
                digest.list(messages, this::message).list(tools, this::tool);
                digest.maybe(choice, this::choice).flag(parallel);
                format(format);
                sampling(sampling);
                digest.maybe(reasoning, this::reasoning);
                digest.list(others.entrySet(), it -> digest.text(it.getKey()).tree(it.getValue()));
            }
        }
    }

    private void message(Message message) {
        switch (message) {
            case Message(var role, var parts) -> digest.text(role.name()).list(parts, this::part);
        }
    }

    private void tool(Tool tool) {
        switch (tool) {
            case Tool(var name, var description, var parameters, boolean strict) ->
                    digest.text(name).maybe(description).ordered(parameters).flag(strict);
        }
    }

    private void choice(ToolChoice choice) {
        switch (choice) {
            case ToolChoice.Auto() -> digest.text("auto");
            case ToolChoice.None() -> digest.text("none");
            case ToolChoice.Required() -> digest.text("required");
            case ToolChoice.Named(String name) -> digest.text("named").text(name);
        }
    }

    private void format(Format format) {
        switch (format) {
            case Format.Text() -> digest.text("text");
            case Format.Json() -> digest.text("json");
            case Format.Schema(var name, var description, var schema, boolean strict) ->
                    digest.text("schema")
                            .text(name)
                            .maybe(description)
                            .ordered(schema)
                            .flag(strict);
        }
    }

    private void sampling(Sampling sampling) {
        switch (sampling) {
            case Sampling(
                            var maxTokens,
                            var temperature,
                            var topP,
                            var topK,
                            var stop,
                            var seed,
                            var presencePenalty,
                            var frequencyPenalty) ->
                    digest.maybe(maxTokens)
                            .maybe(temperature)
                            .maybe(topP)
                            .maybe(topK)
                            .list(stop, digest::text)
                            .maybe(seed)
                            .maybe(presencePenalty)
                            .maybe(frequencyPenalty);
        }
    }

    private void reasoning(Reasoning reasoning) {
        switch (reasoning) {
            case Reasoning(var effort, var budgetTokens) ->
                    digest.maybe(effort.map(Enum::name)).maybe(budgetTokens);
        }
    }

    private void part(Part part) {
        switch (part) {
            case Part.Text(String text, var citations) ->
                    digest.text("text").text(text).list(citations, this::citation);
            case Part.Image(Source source, var detail) -> {
                digest.text("image").maybe(detail);
                source(source);
            }
            case Part.File(Source source, var name) -> {
                digest.text("file").maybe(name);
                source(source);
            }
            case Part.Audio(String base64, String format) ->
                    digest.text("audio").text(base64).text(format);
            case Part.ToolCall(String id, String name, String arguments, var signature) -> {
                digest.text("call").text(id).text(name);
                arguments(arguments);
                signature(signature);
            }
            case Part.ToolResult(String callId, var content, boolean failed) ->
                    digest.text("result").text(callId).list(content, this::part).flag(failed);
            case Part.Thinking(String text, var signature) -> {
                digest.text("thinking").text(text);
                signature(signature);
            }
            case Part.Refusal(String text) -> digest.text("refusal").text(text);
            case Part.CachePoint(var ttl) -> digest.text("cache").maybe(ttl);
            case Part.Foreign(String language, String type, JsonNode content) ->
                    digest.text("foreign").text(language).text(type).tree(content);
        }
    }

    /// Some languages have an object where others have its text; what a model wrote that is no object stays a text.
    private void arguments(String written) {
        try {
            digest.tree(Json.mapper().readTree(written));
        } catch (JsonProcessingException _) {
            digest.text(written);
        }
    }

    private void signature(Optional<Signature> signature) {
        digest.maybe(signature, it -> digest.text(it.origin()).text(it.value()));
    }

    private void citation(Citation citation) {
        switch (citation) {
            case Citation(var url, var title, var quote) ->
                    digest.maybe(url).maybe(title).maybe(quote);
        }
    }

    private void source(Source source) {
        switch (source) {
            case Source.Inline(String mediaType, String base64) ->
                    digest.text("inline").text(mediaType).text(base64);
            case Source.Url(String url) -> digest.text("url").text(url);
            case Source.Stored(String id) -> digest.text("stored").text(id);
        }
    }
}
