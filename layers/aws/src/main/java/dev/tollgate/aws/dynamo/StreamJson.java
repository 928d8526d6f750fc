package dev.tollgate.aws.dynamo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// DynamoDB's JSON: each value in an object whose only member names its type.
final class StreamJson {
    private static final Map<String, Function<JsonNode, AttributeValue>> TYPES =
            Map.of(
                    "S", json -> AttributeValue.fromS(json.asText()),
                    "N", json -> AttributeValue.fromN(json.asText()),
                    "BOOL", json -> AttributeValue.fromBool(json.asBoolean()),
                    "NULL", json -> AttributeValue.fromNul(json.asBoolean()),
                    "B", json -> AttributeValue.fromB(bytes(json)),
                    "M", json -> AttributeValue.fromM(item(json)),
                    "L",
                            json ->
                                    AttributeValue.fromL(
                                            json.valueStream().map(StreamJson::value).toList()),
                    "SS",
                            json ->
                                    AttributeValue.fromSs(
                                            json.valueStream().map(JsonNode::asText).toList()),
                    "NS",
                            json ->
                                    AttributeValue.fromNs(
                                            json.valueStream().map(JsonNode::asText).toList()),
                    "BS",
                            json ->
                                    AttributeValue.fromBs(
                                            json.valueStream().map(StreamJson::bytes).toList()));

    private StreamJson() {}

    /// An item's or a map's attributes; one of a type that we don't know is null.
    static Map<String, AttributeValue> item(JsonNode json) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        json.properties()
                .forEach(member -> attributes.put(member.getKey(), value(member.getValue())));
        return attributes;
    }

    private static AttributeValue value(JsonNode json) {
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            Function<JsonNode, AttributeValue> type = TYPES.get(member.getKey());
            if (type != null) {
                return type.apply(member.getValue());
            }
        }
        return AttributeValue.fromNul(true);
    }

    private static SdkBytes bytes(JsonNode json) {
        return SdkBytes.fromByteArray(Base64.getDecoder().decode(json.asText()));
    }
}
