package dev.tollgate.aws.dynamo;

import dev.tollgate.api.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A DynamoDB item or map: attributes by name. What is empty has no attribute.
record Item(Map<String, AttributeValue> attributes) {

    /// An item to fill.
    static Item create() {
        return new Item(new HashMap<>());
    }

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    Item put(String name, AttributeValue value) {
        attributes.put(name, value);
        return this;
    }

    Item put(String name, String value) {
        return put(name, text(value));
    }

    Item put(String name, Optional<String> value) {
        return value.map(there -> put(name, there)).orElse(this);
    }

    Item put(String name, long value) {
        return put(name, number(value));
    }

    Item put(String name, boolean value) {
        return put(name, AttributeValue.fromBool(value));
    }

    /// ISO 8601 in UTC.
    Item put(String name, Instant value) {
        return put(name, value.toString());
    }

    /// Whole nanoseconds.
    Item put(String name, Duration value) {
        return put(name, value.toNanos());
    }

    Item put(String name, byte[] value) {
        return put(name, AttributeValue.fromB(SdkBytes.fromByteArray(value)));
    }

    Item put(String name, Item value) {
        return put(name, AttributeValue.fromM(value.attributes));
    }

    Item put(String name, Tags tags) {
        Map<String, AttributeValue> map = new HashMap<>();
        tags.values().forEach((tag, value) -> map.put(tag, text(value)));
        return put(name, AttributeValue.fromM(map));
    }

    Item put(String name, Collection<String> values) {
        return put(name, AttributeValue.fromL(values.stream().sorted().map(Item::text).toList()));
    }

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    AttributeValue get(String name) {
        return Optional.ofNullable(attributes.get(name))
                .orElseThrow(() -> new IllegalStateException("an item lacks '" + name + "'"));
    }

    String textOf(String name) {
        return get(name).s();
    }

    Optional<String> maybeText(String name) {
        return has(name) ? Optional.of(textOf(name)) : Optional.empty();
    }

    long numberOf(String name) {
        return Long.parseLong(get(name).n());
    }

    boolean flag(String name) {
        return get(name).bool();
    }

    Instant instant(String name) {
        return Instant.parse(textOf(name));
    }

    Duration duration(String name) {
        return Duration.ofNanos(numberOf(name));
    }

    byte[] bytes(String name) {
        return get(name).b().asByteArray();
    }

    Item item(String name) {
        return new Item(get(name).m());
    }

    List<Item> items(String name) {
        return get(name).l().stream().map(value -> new Item(value.m())).toList();
    }

    List<String> texts(String name) {
        return get(name).l().stream().map(AttributeValue::s).toList();
    }

    Tags tags(String name) {
        TreeMap<String, String> tags = new TreeMap<>();
        get(name).m().forEach((tag, value) -> tags.put(tag, value.s()));
        return new Tags(tags);
    }
}
