package dev.tollgate.provider;

import dev.tollgate.catalog.DialectSpec;
import dev.tollgate.catalog.DialectSpec.Setting;
import dev.tollgate.provider.openai.Apis.Api;
import dev.tollgate.provider.openai.Host;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a catalogue has to say of a provider of each dialect.
final class DialectSpecs {
    static final String OPENAI = "openai";
    static final String AZURE = "azure";
    static final String ANTHROPIC = "anthropic";
    static final String GEMINI = "gemini";
    static final String VERTEX = "vertex";
    static final String BEDROCK = "bedrock";

    static final String API = "api";
    static final String API_VERSION = "apiVersion";
    static final String PROJECT = "project";
    static final String LOCATION = "location";
    static final String REGION = "region";

    private DialectSpecs() {}

    static Map<String, DialectSpec> all() {
        String apis = Stream.of(Api.values()).map(Api::written).collect(Collectors.joining("|"));
        Setting api =
                optional(apis, "chat or responses: which API serves callers of other languages");
        Setting version = optional("[0-9A-Za-z.-]{1,40}", "an API version such as 2024-10-21");
        Setting project = required("[a-z0-9][a-z0-9.:-]{0,62}", "a project's id or number");
        Setting location =
                required("[a-z][a-z0-9-]{0,31}", "a location such as europe-west4, or global");
        Setting region =
                required("[a-z]{2,3}(-[a-z]{2,9}){1,3}-[0-9]{1,2}", "a region such as us-east-1");
        return Map.of(
                OPENAI,
                new DialectSpec(
                        new TreeMap<>(Map.of(API, api)), Optional.empty(), Host.withAddress()),
                AZURE,
                DialectSpec.of(OPENAI, Map.of(API_VERSION, version, API, api)).homeless(),
                ANTHROPIC,
                DialectSpec.of(ANTHROPIC, Map.of()),
                GEMINI,
                DialectSpec.of(GEMINI, Map.of()),
                VERTEX,
                DialectSpec.of(GEMINI, Map.of(PROJECT, project, LOCATION, location)),
                BEDROCK,
                DialectSpec.of(BEDROCK, Map.of(REGION, region)));
    }

    private static Setting required(String pattern, String form) {
        return new Setting(true, Pattern.compile(pattern).asMatchPredicate(), form);
    }

    private static Setting optional(String pattern, String form) {
        return new Setting(false, Pattern.compile(pattern).asMatchPredicate(), form);
    }
}
