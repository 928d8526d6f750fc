package dev.tollgate.provider.wire;

import static dev.tollgate.provider.wire.Carriage.Fate.CARRIED;
import static dev.tollgate.provider.wire.Carriage.Fate.DROPPED;
import static dev.tollgate.provider.wire.Carriage.Fate.REFUSED;

import java.util.Map;
import java.util.Set;

/// What becomes of each feature of a request on each wire, when the caller speaks another language: the one place that says so.
///
/// What is dropped is reported in `x-tollgate-dropped`. What would change the meaning of the answer if it were left out is refused.
enum Carriage {
    //                                openai   responses anthropic gemini   bedrock
    TOP_K("top_k", DROPPED, DROPPED, CARRIED, CARRIED, DROPPED),
    SEED("seed", CARRIED, DROPPED, DROPPED, CARRIED, DROPPED),
    PRESENCE_PENALTY("presence_penalty", CARRIED, DROPPED, DROPPED, CARRIED, DROPPED),
    FREQUENCY_PENALTY("frequency_penalty", CARRIED, DROPPED, DROPPED, CARRIED, DROPPED),
    STOP("stop", CARRIED, DROPPED, CARRIED, CARRIED, CARRIED),
    REASONING("reasoning", CARRIED, CARRIED, CARRIED, CARRIED, CARRIED),
    ANY_JSON("response_format.json_object", CARRIED, CARRIED, REFUSED, CARRIED, REFUSED),
    SCHEMA("response_format.json_schema", CARRIED, CARRIED, CARRIED, CARRIED, CARRIED),
    ONE_TOOL_AT_A_TIME("parallel_tool_calls", CARRIED, CARRIED, CARRIED, DROPPED, DROPPED),
    IMAGE("image", CARRIED, CARRIED, CARRIED, CARRIED, CARRIED),
    IMAGE_BY_URL("image_url", CARRIED, CARRIED, CARRIED, CARRIED, REFUSED),
    IMAGE_STORED("image.file_id", REFUSED, REFUSED, REFUSED, REFUSED, REFUSED),
    IMAGE_DETAIL("image.detail", CARRIED, CARRIED, DROPPED, DROPPED, DROPPED),
    FILE("file", CARRIED, CARRIED, CARRIED, CARRIED, CARRIED),
    FILE_NAME("file.filename", CARRIED, CARRIED, CARRIED, DROPPED, CARRIED),
    FILE_BY_URL("file_url", REFUSED, CARRIED, CARRIED, CARRIED, REFUSED),
    FILE_STORED("file.file_id", REFUSED, REFUSED, REFUSED, REFUSED, REFUSED),
    AUDIO("input_audio", CARRIED, REFUSED, REFUSED, CARRIED, REFUSED),
    IMAGE_FROM_TOOL("tool_result.image", REFUSED, CARRIED, CARRIED, REFUSED, CARRIED),
    TOOL_FAILED("tool_result.is_error", DROPPED, DROPPED, CARRIED, CARRIED, CARRIED),
    CACHE_POINT("cache_control", DROPPED, DROPPED, CARRIED, DROPPED, CARRIED),
    STRICT_TOOL("tools.strict", CARRIED, CARRIED, CARRIED, DROPPED, CARRIED),
    /// What another provider's model thought: nobody but that provider can read it.
    THOUGHTS_OF_OTHERS("thinking", DROPPED, DROPPED, DROPPED, DROPPED, DROPPED),
    FOREIGN_PART("content", REFUSED, REFUSED, REFUSED, REFUSED, REFUSED);

    /// Fields of a request that change what the answer means: never left out. Every other one without a place in a prompt is dropped.
    private static final Set<String> NEVER_LEFT_OUT =
            Set.of(
                    "n",
                    "modalities",
                    "audio",
                    "background",
                    "functions",
                    "mcp_servers",
                    "prompt",
                    "web_search_options");

    /// Fields without a place in a prompt that a wire has under the same name.
    private static final Map<Tongue, Set<String>> SHARED =
            Map.of(
                    Tongue.OPENAI,
                    Set.of(
                            "user",
                            "service_tier",
                            "safety_identifier",
                            "prompt_cache_key",
                            "verbosity"),
                    Tongue.RESPONSES,
                    Set.of(
                            "user",
                            "service_tier",
                            "safety_identifier",
                            "prompt_cache_key",
                            "verbosity"),
                    Tongue.ANTHROPIC,
                    Set.of("user"));

    private final String written;
    private final Fate openai;
    private final Fate responses;
    private final Fate anthropic;
    private final Fate gemini;
    private final Fate bedrock;

    Carriage(
            String written,
            Fate openai,
            Fate responses,
            Fate anthropic,
            Fate gemini,
            Fate bedrock) {
        this.written = written;
        this.openai = openai;
        this.responses = responses;
        this.anthropic = anthropic;
        this.gemini = gemini;
        this.bedrock = bedrock;
    }

    enum Fate {
        CARRIED,
        DROPPED,
        REFUSED
    }

    /// As `x-tollgate-dropped` and refusals name it.
    String written() {
        return written;
    }

    Fate on(Tongue wire) {
        return switch (wire) {
            case OPENAI -> openai;
            case RESPONSES -> responses;
            case ANTHROPIC -> anthropic;
            case GEMINI -> gemini;
            case BEDROCK -> bedrock;
        };
    }

    /// The fate of a field that has no place in a prompt.
    static Fate ofOther(String name, Tongue wire) {
        if (SHARED.getOrDefault(wire, Set.of()).contains(name)) {
            return CARRIED;
        }
        return NEVER_LEFT_OUT.contains(name) || name.startsWith("tools[") ? REFUSED : DROPPED;
    }
}
