package dev.tollgate.aws.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TablesTest {
    private static final Path TEMPLATE = Path.of("..", "..", "template.yaml");

    @Test
    void the_tables_of_one_machine_have_the_keys_of_the_deployed_ones() throws IOException {
        JsonNode resources = new YAMLMapper().readTree(TEMPLATE.toFile()).path("Resources");
        Map<String, List<String>> ours =
                new Tables(
                                "CatalogTable",
                                "KeysTable",
                                "LedgerTable",
                                "StateTable",
                                "AnswersTable",
                                "PayloadsTable",
                                "RollupsTable")
                        .keySchemas();

        ours.forEach((name, key) -> {
            JsonNode table = resources.path(name).path("Properties");
            assertEquals(key, names(table.path("KeySchema")), name);
            assertEquals(key, names(table.path("AttributeDefinitions")), name);
            table.path("AttributeDefinitions")
                    .forEach(attribute ->
                            assertEquals("S", attribute.path("AttributeType").textValue(), name));
        });
    }

    @Test
    void records_expire_by_the_attribute_that_the_template_names() throws IOException {
        JsonNode table =
                new YAMLMapper()
                        .readTree(TEMPLATE.toFile())
                        .at("/Resources/LedgerTable/Properties");

        assertEquals(
                Expiry.ATTRIBUTE, table.at("/TimeToLiveSpecification/AttributeName").textValue());
    }

    private static List<String> names(JsonNode attributes) {
        List<String> names = new ArrayList<>();
        attributes.forEach(attribute -> names.add(attribute.path("AttributeName").textValue()));
        return names;
    }
}
