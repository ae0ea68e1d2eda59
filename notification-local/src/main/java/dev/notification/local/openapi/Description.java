package dev.notification.local.openapi;

import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The words: the files in {@code /openapi} as one document, with what is the same for many routes written out for each. */
final class Description {
    private static final List<String> FILES =
            List.of("document.yaml", "schemas.yaml", "recipients.yaml", "producers.yaml", "admins.yaml");

    private Description() {}

    static OpenAPI read() {
        Map<String, Object> document = new LinkedHashMap<>();
        for (String file : FILES) merge(document, load(file));
        for (Object path : map(document, "paths").values()) {
            for (Object operation : cast(path).values()) complete(cast(operation));
        }
        Map<String, Object> problem = map(map(map(document, "components"), "schemas"), "Problem");
        map(map(problem, "properties"), "type").put("enum", ProblemAnswers.TYPES);
        return Json31.mapper().convertValue(document, OpenAPI.class);
    }

    private static void complete(Map<String, Object> operation) {
        String scope = String.valueOf(operation.remove("x-scope"));
        operation.putIfAbsent("security", List.of(Map.of("bearer", List.of(scope)), Map.of("cookie", List.of(scope))));
        Object own = operation.remove("x-problems");
        Map<String, Object> responses = new LinkedHashMap<>(map(operation, "responses"));
        boolean content =
                responses.values().stream().anyMatch(answer -> cast(answer).containsKey("content"));
        responses.putAll(ProblemAnswers.of(own instanceof List<?> words ? words : List.of(), scope, content));
        operation.put("responses", responses);
    }

    private static void merge(Map<String, Object> into, Map<String, Object> from) {
        from.forEach((name, value) -> {
            if (value instanceof Map<?, ?> && into.get(name) instanceof Map<?, ?>) merge(map(into, name), cast(value));
            else into.put(name, value);
        });
    }

    private static Map<String, Object> load(String file) {
        LoaderOptions options = new LoaderOptions();
        // against bombs from outside; these files are ours, and repeat little things often
        options.setMaxAliasesForCollections(1_000);
        try (InputStream in = Description.class.getResourceAsStream("/openapi/" + file)) {
            return cast(new Yaml(options).load(Objects.requireNonNull(in, file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> map(Map<String, Object> of, String member) {
        return cast(Objects.requireNonNull(of.get(member), member));
    }

    @SuppressWarnings("unchecked") // names of members are strings in JSON
    private static Map<String, Object> cast(Object value) {
        return (Map<String, Object>) value;
    }
}
