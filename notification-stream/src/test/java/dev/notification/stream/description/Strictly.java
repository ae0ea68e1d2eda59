package dev.notification.stream.description;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares JSON with schemas of a document, more strictly than its readers should: formats hold, and a member that is not
 * described is a fault.
 */
final class Strictly {
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private final ObjectNode document;

    Strictly(JsonNode document) {
        this.document = (ObjectNode) document.deepCopy();
        close(this.document);
    }

    /** What is wrong with the JSON, by the schema at this place of the document. */
    List<String> faults(String pointer, JsonNode json) {
        if (document.at(pointer).isMissingNode()) return List.of("There is nothing at " + pointer);
        ObjectNode root = document.deepCopy();
        root.put("$ref", "#" + pointer);
        Schema schema = REGISTRY.getSchema(root);
        return schema.validate(json).stream().map(String::valueOf).toList();
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && "object".equals(object.path("type").asString(""))
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        for (JsonNode child : node) close(child);
    }
}
