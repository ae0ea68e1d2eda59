package dev.notification.local.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Puts the words of the description to the routes that the controllers have. A route without words, words without a route, and
 * parameters of a path or media types that differ fail the whole document: better none than one that is not true.
 */
final class DescribedRoutes implements OpenApiCustomizer {

    @Override
    public void customise(OpenAPI document) {
        OpenAPI described = Description.read();
        Map<String, Operation> words = operations(described.getPaths());
        Map<String, Operation> routes = operations(document.getPaths());
        Set<String> faults = new TreeSet<>();
        routes.keySet().stream()
                .filter(route -> !words.containsKey(route))
                .forEach(route -> faults.add(route + " is not described in src/main/resources/openapi"));
        words.keySet().stream()
                .filter(route -> !routes.containsKey(route))
                .forEach(route -> faults.add(route + " is described, and no controller has it"));
        routes.forEach((route, found) -> {
            Operation wording = words.get(route);
            if (wording != null) compare(route, found, wording, faults);
        });
        if (!faults.isEmpty()) throw new IllegalStateException(String.join("\n", faults));
        document.info(described.getInfo())
                .servers(described.getServers())
                .tags(described.getTags())
                .components(described.getComponents())
                .paths(described.getPaths());
    }

    private static void compare(String route, Operation found, Operation words, Set<String> faults) {
        if (!pathParameters(found).equals(pathParameters(words))) {
            faults.add(route + " has the parameters " + pathParameters(found) + " in its path");
        }
        if (!mediaTypes(words.getResponses()).containsAll(mediaTypes(found.getResponses()))) {
            faults.add(route + " answers " + mediaTypes(found.getResponses()));
        }
    }

    private static Map<String, Operation> operations(Paths paths) {
        Map<String, Operation> operations = new TreeMap<>();
        for (Map.Entry<String, PathItem> path : paths.entrySet()) {
            path.getValue()
                    .readOperationsMap()
                    .forEach((method, operation) -> operations.put(method + " " + path.getKey(), operation));
        }
        return operations;
    }

    private static Set<String> pathParameters(Operation operation) {
        List<Parameter> parameters = operation.getParameters() == null ? List.of() : operation.getParameters();
        return parameters.stream()
                .filter(parameter -> "path".equals(parameter.getIn()))
                .map(Parameter::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> mediaTypes(ApiResponses responses) {
        return responses.values().stream()
                .flatMap(answer -> answer.getContent() == null ? Stream.empty() : answer.getContent().keySet().stream())
                .filter(type -> !type.equals("*/*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
