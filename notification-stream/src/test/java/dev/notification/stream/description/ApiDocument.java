package dev.notification.stream.description;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.stream.testing.Http;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/** {@code docs/openapi.json}. */
final class ApiDocument {
    private static final Path FILE = Path.of("..", "docs", "openapi.json");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode document = JSON.readTree(FILE.toFile());
    private final Strictly schemas = new Strictly(document);
    private final Set<String> answered = new TreeSet<>();

    /**
     * A route.
     *
     * @param path with names in braces
     */
    record Route(String method, String path, JsonNode words) {

        /** As it is written in the document. */
        String name() {
            return method + " " + path;
        }

        /** The scope it needs, as each of its schemes says. */
        String scope() {
            List<JsonNode> schemes = words.get("security").valueStream().toList();
            assertThat(schemes.get(0).at("/bearer")).isEqualTo(schemes.get(1).at("/cookie"));
            return schemes.get(0).at("/bearer/0").stringValue();
        }

        List<JsonNode> parameters(String in) {
            return words.path("parameters")
                    .valueStream()
                    .filter(parameter -> parameter.get("in").stringValue().equals(in))
                    .toList();
        }

        /** A request of it that names nothing that there is. */
        String target() {
            return path.replace("{recipient}", "nobody").replaceAll("\\{[a-z]+}", "1");
        }

        boolean streams() {
            return words.at("/responses/200/content").has("text/event-stream");
        }

        @Override
        public String toString() {
            return name();
        }
    }

    Stream<Route> routes() {
        return document.get("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(route ->
                                new Route(route.getKey().toUpperCase(Locale.ROOT), path.getKey(), route.getValue())));
    }

    Set<String> answered() {
        return answered;
    }

    /** The value of an enumeration somewhere in the document. */
    Set<String> words(String pointer) {
        Set<String> words = new TreeSet<>();
        document.at(pointer).forEach(word -> words.add(word.stringValue()));
        return words;
    }

    /** Members of a schema. */
    Set<String> members(String schema) {
        return new TreeSet<>(
                document.at("/components/schemas/" + schema + "/properties").propertyNames());
    }

    /** An answer that must have this status and be as the document describes it: media type, headers, JSON. */
    JsonNode isDescribed(String route, int status, HttpResponse<String> answer) {
        String name = route + " " + status;
        assertThat(answer.statusCode()).as("%s: %s", name, answer.body()).isEqualTo(status);
        String[] parts = route.split(" ", 2);
        String pointer = "/paths/" + parts[1].replace("/", "~1") + "/" + parts[0].toLowerCase(Locale.ROOT)
                + "/responses/" + status;
        JsonNode words = document.at(pointer);
        assertThat(words.isObject()).as(name + " is described").isTrue();
        for (Map.Entry<String, JsonNode> header : words.path("headers").properties()) {
            assertThat(answer.headers().firstValue(header.getKey()))
                    .as(name + " " + header.getKey())
                    .isPresent();
        }
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        JsonNode content = words.path("content");
        assertThat(type.isEmpty() ? content.isMissingNode() : content.has(type))
                .as("%s: %s", name, type)
                .isTrue();
        answered.add(name);
        if (!type.endsWith("json") || type.endsWith("ndjson")) return NullNode.instance;
        JsonNode json = Http.json(answer);
        String schema = pointer + "/content/" + type.replace("/", "~1") + "/schema";
        assertThat(schemas.faults(schema, json)).as("%s: %s", name, json).isEmpty();
        return json;
    }

    /** Whether JSON is as a schema with this name says. */
    List<String> faults(String schema, JsonNode json) {
        return schemas.faults("/components/schemas/" + schema, json);
    }
}
