package dev.tollgate.provider.bedrock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Reasoning;
import dev.tollgate.conversation.Prompt.Sampling;
import dev.tollgate.provider.wire.Fitted;
import dev.tollgate.routing.ModelFacts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonerTest {
    private static String told(String model, Reasoning asked, int maxTokens) {
        ModelId id = new ModelId(model);
        OptionalInt most = maxTokens == 0 ? OptionalInt.empty() : OptionalInt.of(maxTokens);
        Sampling sampling =
                new Sampling(
                        most,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalInt.empty(),
                        List.of(),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty());
        Prompt prompt =
                new Prompt(
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        true,
                        new Prompt.Format.Text(),
                        sampling,
                        Optional.of(asked),
                        new TreeMap<>());
        Fitted fitted = ModelFitting.fit(prompt, id, ModelFacts.UNKNOWN);
        JsonNode sent = ConverseRequest.write(fitted.prompt(), id);
        String fields = sent.path("additionalModelRequestFields").toString();
        assertEquals(maxTokens, sent.path("inferenceConfig").path("maxTokens").asInt());
        return (fields.isEmpty() ? "{}" : fields.replace('"', '\''))
                + (fitted.dropped().isEmpty() ? "" : " " + fitted.dropped());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "us.anthropic.claude-sonnet-4-6              | high    | 0     | {'thinking':{'type':'adaptive'},'output_config':{'effort':'high'}}",
                "us.anthropic.claude-sonnet-4-6              | xhigh   | 0     | {'thinking':{'type':'adaptive'},'output_config':{'effort':'high'}}",
                "us.anthropic.claude-opus-4-7-v1             | xhigh   | 0     | {'thinking':{'type':'adaptive'},'output_config':{'effort':'xhigh'}}",
                "us.anthropic.claude-opus-4-7-v1             | minimal | 0     | {'thinking':{'type':'adaptive'},'output_config':{'effort':'low'}}",
                "anthropic.claude-opus-5-20270101-v1:0       | none    | 0     | {'thinking':{'type':'disabled'}}",
                "us.anthropic.claude-sonnet-4-6              | none    | 0     | {}",
                "us.anthropic.claude-3-7-sonnet-20250219-v1:0 | low    | 0     | {'thinking':{'type':'enabled','budget_tokens':6400}}",
                "us.anthropic.claude-sonnet-4-20250514-v1:0  | medium  | 4096  | {'thinking':{'type':'enabled','budget_tokens':2048}}",
                "us.anthropic.claude-haiku-4-5-20251001-v1:0 | low     | 2000  | {'thinking':{'type':'enabled','budget_tokens':1024}}",
                "us.anthropic.claude-haiku-4-5-20251001-v1:0 | low     | 1024  | {} [reasoning]",
                "us.anthropic.claude-haiku-4-5-20251001-v1:0 | none    | 1024  | {}",
                "us.amazon.nova-2-lite-v1:0                  | medium  | 0     | {'reasoningConfig':{'type':'enabled','maxReasoningEffort':'medium'}}",
                "us.amazon.nova-2-lite-v1:0                  | none    | 0     | {}",
                "openai.gpt-oss-120b-1:0                     | xhigh   | 0     | {'reasoning_effort':'high'}",
                "openai.gpt-oss-120b-1:0                     | none    | 0     | {} [reasoning]",
                "qwen.qwen3-32b-v1:0                         | medium  | 0     | {'reasoning_config':'high'}",
                "qwen.qwen3-32b-v1:0                         | minimal | 0     | {'reasoning_config':'low'}",
                "amazon.nova-micro-v1:0                      | high    | 0     | {} [reasoning]",
                "anthropic.claude-3-sonnet-20240229-v1:0     | high    | 0     | {} [reasoning]",
                "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/1arbu5hu2sjr | high | 0 | {} [reasoning]",
            })
    void each_family_is_told_in_its_own_words(
            String model, String effort, int maxTokens, String fields) {
        Effort asked = Effort.valueOf(effort.toUpperCase(Locale.ROOT));
        assertEquals(
                fields,
                told(model, new Reasoning(Optional.of(asked), OptionalInt.empty()), maxTokens));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "anthropic.claude-sonnet-4-5 | 5000  | {'thinking':{'type':'enabled','budget_tokens':5000}}",
                "anthropic.claude-opus-4-7   | 5000  | {'thinking':{'type':'adaptive'}} [thinking.budget_tokens]",
                "openai.gpt-oss-20b-1:0      | 4096  | {'reasoning_effort':'low'}",
                "openai.gpt-oss-20b-1:0      | 16384 | {'reasoning_effort':'medium'}",
                "openai.gpt-oss-20b-1:0      | 16385 | {'reasoning_effort':'high'}",
            })
    void a_budget_is_kept_or_stands_for_an_effort(String model, int tokens, String fields) {
        assertEquals(
                fields, told(model, new Reasoning(Optional.empty(), OptionalInt.of(tokens)), 0));
    }
}
