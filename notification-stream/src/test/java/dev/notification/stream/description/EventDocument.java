package dev.notification.stream.description;

import dev.notification.stream.RawStream.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code docs/asyncapi.yaml}. */
final class EventDocument {
    private static final Path FILE = Path.of("..", "docs", "asyncapi.yaml");

    private final JsonNode document = read();
    private final Strictly schemas = new Strictly(document);

    private static JsonNode read() {
        try {
            return JsonMapper.shared().valueToTree(new Yaml().load(Files.readString(FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode json() {
        return document;
    }

    /** Addresses of all channels. */
    Set<String> addresses() {
        Set<String> addresses = new TreeSet<>();
        document.get("channels")
                .forEach(channel -> addresses.add(channel.get("address").stringValue()));
        return addresses;
    }

    /** The words of an enumeration. */
    Set<String> words(String pointer) {
        Set<String> words = new TreeSet<>();
        document.at(pointer).forEach(word -> words.add(word.stringValue()));
        return words;
    }

    /** Names of the headers of a message. */
    Set<String> headers(String message) {
        return new TreeSet<>(document.at("/components/messages/" + message + "/headers/properties")
                .propertyNames());
    }

    /** The message that a block of a stream is. */
    String messageOf(Block block) {
        if (block.event() != null && block.event().startsWith("stream.")) {
            for (Map.Entry<String, JsonNode> message :
                    document.at("/components/messages").properties()) {
                if (block.event().equals(message.getValue().path("name").asString(""))) return message.getKey();
            }
            return "none for " + block.event();
        }
        return block.data().isEmpty() ? "bookmark" : "notification";
    }

    /** What is wrong with a block by the schemas of its message. */
    List<String> faults(Block block) {
        String message = "/components/messages/" + messageOf(block);
        ObjectNode headers = JsonMapper.shared().createObjectNode();
        if (block.id() != null) headers.put("id", block.id());
        if (block.event() != null) headers.put("event", block.event());
        List<String> faults = schemas.faults(message + "/headers", headers);
        if (!faults.isEmpty() || block.data().isEmpty()) return faults;
        return schemas.faults(message + "/payload", block.json());
    }

    /** What is wrong with something of a message. */
    List<String> faults(String message, String part, JsonNode json) {
        return schemas.faults("/components/messages/" + message + "/" + part, json);
    }
}
