package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.catalog.InvalidCatalog.Problem;
import dev.tollgate.http.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/// YAML as JSON: anchors copied to where they are used, merge keys (`<<`) merged, scalars read by [CoreSchema].
/// Depth and size are bounded after anchors are resolved, so that no small file becomes a large document.
final class YamlTree {
    static final int MAX_DEPTH = 50;
    static final int MAX_NODES = 100_000;
    static final int MAX_ALIASES = 1_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String MERGE = "<<";

    private final List<Problem> problems = new ArrayList<>();
    private int nodes;

    private YamlTree() {}

    /// @throws InvalidCatalog if it is not one YAML document that JSON can hold
    static JsonNode read(String text) {
        try {
            YamlTree tree = new YamlTree();
            JsonNode root = tree.root(text);
            if (!tree.problems.isEmpty()) {
                throw new InvalidCatalog(tree.problems);
            }
            return root;
        } catch (MarkedYAMLException e) {
            String place = e.getProblemMark() == null ? "" : place(e.getProblemMark());
            throw CatalogFile.invalid(place, e.getProblem());
        } catch (YAMLException e) {
            throw CatalogFile.invalid("", "not readable as YAML: " + e.getMessage());
        }
    }

    private JsonNode root(String text) {
        LoaderOptions bounds = new LoaderOptions();
        bounds.setCodePointLimit(CatalogFile.MAX_BYTES);
        bounds.setNestingDepthLimit(MAX_DEPTH);
        bounds.setMaxAliasesForCollections(MAX_ALIASES);
        ParserImpl events = new ParserImpl(new StreamReader(text), bounds);
        Node root = new Composer(events, new CoreSchema(), bounds).getSingleNode();
        return root == null ? JSON.missingNode() : json(root, 0);
    }

    private JsonNode json(Node node, int depth) {
        nodes++;
        if (nodes > MAX_NODES || depth > MAX_DEPTH) {
            throw CatalogFile.invalid(
                    place(node.getStartMark()),
                    "need at most %d values, nested at most %d deep, anchors resolved"
                            .formatted(MAX_NODES, MAX_DEPTH));
        }
        return switch (node) {
            case MappingNode mapping -> object(mapping, depth);
            case SequenceNode sequence -> array(sequence, depth);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new IllegalStateException("composed a " + node.getNodeId());
        };
    }

    private ArrayNode array(SequenceNode sequence, int depth) {
        checkTag(sequence, Tag.SEQ);
        ArrayNode array = JSON.arrayNode();
        sequence.getValue().forEach(element -> array.add(json(element, depth + 1)));
        return array;
    }

    private ObjectNode object(MappingNode mapping, int depth) {
        checkTag(mapping, Tag.MAP);
        Map<String, JsonNode> own = new LinkedHashMap<>();
        ObjectNode object = Json.object();
        for (NodeTuple member : mapping.getValue()) {
            Node key = member.getKeyNode();
            JsonNode value = json(member.getValueNode(), depth + 1);
            if (!(key instanceof ScalarNode name)) {
                problem(key, "a key must be a text");
            } else if (name.isPlain() && name.getValue().equals(MERGE)) {
                merge(value, object, key);
            } else if (own.put(name.getValue(), value) != null) {
                problem(key, "the key '" + name.getValue() + "' stands there twice");
            }
        }
        return object.setAll(own);
    }

    /// Takes over the members of an object, or of several, the earlier before the later.
    private void merge(JsonNode value, ObjectNode into, Node place) {
        for (JsonNode source : value.isArray() ? value : List.of(value)) {
            if (source.isObject()) {
                source.properties().stream()
                        .filter(member -> !into.has(member.getKey()))
                        .forEach(member -> into.set(member.getKey(), member.getValue()));
            } else {
                problem(place, "need an object to merge, or a list of them");
            }
        }
    }

    private JsonNode scalar(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        String text = scalar.getValue();
        if (tag.equals(Tag.STR)) {
            return JSON.textNode(text);
        }
        if (!CoreSchema.fits(tag, text)) {
            unusable(scalar);
            return JSON.nullNode();
        }
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(text.toLowerCase(Locale.ROOT).equals("true"));
        }
        return tag.equals(Tag.INT)
                ? JSON.numberNode(new BigInteger(text))
                : JSON.numberNode(new BigDecimal(text));
    }

    private void checkTag(Node node, Tag usual) {
        if (!node.getTag().equals(usual)) {
            unusable(node);
        }
    }

    private void unusable(Node node) {
        problem(node, "the tag " + node.getTag() + " can't be used here");
    }

    private void problem(Node node, String message) {
        problems.add(new Problem(place(node.getStartMark()), message));
    }

    private static String place(Mark mark) {
        return CatalogFile.place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
