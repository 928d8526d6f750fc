package dev.tollgate.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tollgate.cache.CacheKey;
import dev.tollgate.conversation.Ask;
import dev.tollgate.dialect.messages.MessagesDialect;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Target;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Questions of the real languages, and their keys in the cache.
class CacheKeyInEveryLanguageTest {
    private static final Target TARGET = new Target("p", "m");

    /// Members whose order is part of the question, as models keep to it.
    private static final Set<String> SCHEMAS = Set.of("parameters", "input_schema", "schema");

    private static Optional<CacheKey> key(Questions question, JsonNode request) {
        return key(question, request, Headers.none());
    }

    private static Optional<CacheKey> key(Questions question, JsonNode request, Headers headers) {
        try {
            Ask ask =
                    new Ask(
                            question.dialect(),
                            JsonBody.parse(Json.bytes(request)),
                            false,
                            Instant.EPOCH,
                            headers);
            return CacheKey.of("team", Operation.CHAT, TARGET, ask);
        } catch (JsonBody.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void the_same_question_has_the_same_key_in_every_language() {
        Map<String, String> keys = new TreeMap<>();
        Questions.all()
                .forEach(it ->
                        keys.put(it.dialect().name(), key(it, it.request()).orElseThrow().hash()));

        assertEquals(3, keys.size());
        assertEquals(1, Set.copyOf(keys.values()).size(), keys.toString());
    }

    @Test
    void the_usual_version_of_a_language_makes_no_other_question_but_a_beta_does() {
        Questions messages =
                Questions.all()
                        .filter(it -> it.dialect() instanceof MessagesDialect)
                        .findFirst()
                        .orElseThrow();
        Headers usual = Headers.of("anthropic-version", "2023-06-01");

        assertEquals(key(messages, messages.request()), key(messages, messages.request(), usual));
        assertNotEquals(
                key(messages, messages.request()),
                key(messages, messages.request(), usual.with("anthropic-beta", "x")));
    }

    @ParameterizedTest
    @MethodSource("dev.tollgate.dialect.Questions#more")
    void any_changed_leaf_is_another_question(Questions question) {
        Optional<CacheKey> key = key(question, question.request());
        assertTrue(key.isPresent());
        int changed = 0;
        for (JsonNode other : changed(question.request())) {
            if (!sameButForAlias(question.request(), other)) {
                assertNotEquals(key, key(question, other), other::toString);
                changed++;
            }
        }

        assertTrue(changed > 20);
    }

    @ParameterizedTest
    @MethodSource("dev.tollgate.dialect.Questions#more")
    void a_member_that_nobody_knows_is_never_lost_wherever_it_stands(Questions question) {
        Optional<CacheKey> key = key(question, question.request());
        for (JsonNode other : withOneMore(question.request(), BooleanNode.FALSE)) {
            assertNotEquals(key, key(question, other), other::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tollgate.dialect.Questions#more")
    void the_order_of_members_makes_no_other_question(Questions question) {
        Random random = new Random(5);
        Optional<CacheKey> key = key(question, question.request());
        for (int i = 0; i < 50; i++) {
            assertEquals(key, key(question, shuffled(question.request(), random)));
        }
    }

    @Test
    void the_order_in_a_schema_does_for_models_keep_to_it() {
        Questions.all()
                .forEach(question -> {
                    String why = "\"why\":{\"type\":\"string\"}";
                    String what = "\"what\":{\"type\":\"string\",\"enum\":[\"a\",\"b\"]}";
                    String written = question.request().toString();
                    String turned = written.replace(why + "," + what, what + "," + why);
                    assertNotEquals(written, turned);

                    assertNotEquals(
                            key(question, question.request()),
                            key(question, Json.tree(turned.getBytes(UTF_8))));
                });
    }

    private static boolean sameButForAlias(JsonNode one, JsonNode other) {
        return ((ObjectNode) one.deepCopy())
                .without("model")
                .equals(((ObjectNode) other.deepCopy()).without("model"));
    }

    /// The value with one leaf changed, for each leaf.
    private static List<JsonNode> changed(JsonNode value) {
        List<JsonNode> all = new ArrayList<>();
        switch (value.getNodeType()) {
            case OBJECT ->
                    value.properties()
                            .forEach(member ->
                                    changed(member.getValue())
                                            .forEach(it ->
                                                    all.add(
                                                            ((ObjectNode) value.deepCopy())
                                                                    .set(member.getKey(), it))));
            case ARRAY -> {
                for (int i = 0; i < value.size(); i++) {
                    int at = i;
                    changed(value.get(i))
                            .forEach(it -> all.add(((ArrayNode) value.deepCopy()).set(at, it)));
                }
            }
            case STRING -> {
                all.add(new TextNode(value.textValue() + "x"));
                all.add(new TextNode("x" + value.textValue()));
            }
            case NUMBER -> all.add(new DecimalNode(value.decimalValue().add(BigDecimal.ONE)));
            case BOOLEAN -> all.add(BooleanNode.valueOf(!value.booleanValue()));
            case NULL, MISSING, BINARY, POJO -> throw new AssertionError(value.toString());
        }
        return all;
    }

    /// The value with a member added to one object, for each object.
    private static List<JsonNode> withOneMore(JsonNode value, JsonNode more) {
        List<JsonNode> all = new ArrayList<>();
        if (value.isObject()) {
            all.add(((ObjectNode) value.deepCopy()).set("nobody_knows", more));
            value.properties()
                    .forEach(member ->
                            withOneMore(member.getValue(), more)
                                    .forEach(it ->
                                            all.add(
                                                    ((ObjectNode) value.deepCopy())
                                                            .set(member.getKey(), it))));
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            int at = i;
            withOneMore(value.get(i), more)
                    .forEach(it -> all.add(((ArrayNode) value.deepCopy()).set(at, it)));
        }
        return all;
    }

    private static JsonNode shuffled(JsonNode value, Random random) {
        if (value.isArray()) {
            ArrayNode items = Json.mapper().createArrayNode();
            value.forEach(it -> items.add(shuffled(it, random)));
            return items;
        }
        if (!value.isObject()) {
            return value;
        }
        List<String> names = new ArrayList<>();
        value.fieldNames().forEachRemaining(names::add);
        Collections.shuffle(names, random);
        ObjectNode object = Json.object();
        for (String name : names) {
            JsonNode member = value.path(name);
            object.set(name, SCHEMAS.contains(name) ? member : shuffled(member, random));
        }
        return object;
    }
}
