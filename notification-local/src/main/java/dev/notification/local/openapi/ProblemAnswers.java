package dev.notification.local.openapi;

import dev.notification.stream.problem.ProblemType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The answers of a route that are problems: by status, with the types that it can have and the headers that come with it. */
final class ProblemAnswers {
    /** Every type there is. */
    static final List<String> TYPES = uris(List.of(ProblemType.values()));

    private static final String PREFIX = "urn:notification:problem:";

    /** Checked before any controller, or everybody's fate. */
    private static final Set<ProblemType> COMMON = EnumSet.of(
            ProblemType.TOKEN_IN_URL,
            ProblemType.UNAUTHENTICATED,
            ProblemType.MISSING_SCOPE,
            ProblemType.CROSS_SITE,
            ProblemType.INTERNAL,
            ProblemType.UNAVAILABLE);

    private ProblemAnswers() {}

    /**
     * Answers by status.
     *
     * @param own types of this route alone, without their prefix
     * @param content whether it answers with a body, which {@code Accept} can exclude
     */
    static Map<String, Object> of(List<?> own, String scope, boolean content) {
        Set<ProblemType> types = EnumSet.copyOf(COMMON);
        if (content) types.add(ProblemType.NOT_ACCEPTABLE);
        if (scope.equals("notifications.read")) types.add(ProblemType.NOT_A_RECIPIENT);
        for (Object word : own) types.add(type(String.valueOf(word)));
        Map<Integer, List<ProblemType>> byStatus = new TreeMap<>();
        for (ProblemType type : types) {
            byStatus.computeIfAbsent(type.status().value(), status -> new ArrayList<>())
                    .add(type);
        }
        Map<String, Object> answers = new LinkedHashMap<>();
        byStatus.forEach((status, ofStatus) -> answers.put(String.valueOf(status), answer(status, ofStatus)));
        return answers;
    }

    private static ProblemType type(String word) {
        return Stream.of(ProblemType.values())
                .filter(type -> type.uri().toString().equals(PREFIX + word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no problem " + word));
    }

    private static Map<String, Object> answer(int status, List<ProblemType> types) {
        Map<String, Object> schema = Map.of(
                "allOf",
                List.of(Map.of("$ref", "#/components/schemas/Problem")),
                "properties",
                Map.of("type", Map.of("enum", uris(types)), "status", Map.of("const", status)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("description", types.stream().map(ProblemType::title).collect(Collectors.joining("; ")));
        Map<String, Object> headers = headers(status);
        if (!headers.isEmpty()) answer.put("headers", headers);
        answer.put("content", Map.of("application/problem+json", Map.of("schema", schema)));
        return answer;
    }

    private static Map<String, Object> headers(int status) {
        return switch (status) {
            case 401 -> header("WWW-Authenticate", Map.of("type", "string"), "Whether a credential was there");
            case 429, 503 -> header("Retry-After", Map.of("type", "integer", "minimum", 1), "In how many seconds");
            default -> Map.of();
        };
    }

    private static Map<String, Object> header(String name, Map<String, Object> schema, String description) {
        return Map.of(name, Map.of("required", true, "schema", schema, "description", description));
    }

    private static List<String> uris(List<ProblemType> types) {
        return types.stream().map(type -> type.uri().toString()).toList();
    }
}
