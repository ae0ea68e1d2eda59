package dev.notification.stream.description;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.RejectionCode;
import dev.notification.store.DeliveryState;
import dev.notification.store.Figure;
import dev.notification.store.TimelineEvent;
import dev.notification.stream.Cluster;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.Tokens;
import dev.notification.stream.description.ApiDocument.Route;
import dev.notification.stream.problem.ProblemType;
import dev.notification.stream.testing.Http;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Routes, scopes and parameters of {@code docs/openapi.json} against a node. */
class OpenApiIntegrationTests {
    private static final List<String> SCOPES =
            List.of("notifications.read", "notifications.publish", "notifications.admin");
    private static final ApiDocument DOCUMENT = new ApiDocument();
    private static final Cluster CLUSTER = new Cluster();
    private static final Node NODE = CLUSTER.start();

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    static Stream<Route> routes() {
        return DOCUMENT.routes();
    }

    static Stream<Route> looks() {
        return routes().filter(route -> route.method().equals("GET"));
    }

    @Test
    void hasEveryRouteOfTheControllersAndNoOther() {
        Set<String> mapped = NODE
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(route -> route.getPatternsCondition().getPatterns().stream()
                        .flatMap(path -> route.getMethodsCondition().getMethods().stream()
                                .map(method -> method + " " + path.getPatternString())))
                .map(route -> route.replaceAll("\\{([a-z]+):[^/]*}", "{$1}"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(mapped).contains("GET /v1/stream", "POST /v1/acks", "GET /v1/inbox/{seq}");
        assertThat(set(routes().map(Route::name))).isEqualTo(mapped);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void saysWhichScopeEachRouteNeeds(Route route) {
        Http http = NODE.http();
        DOCUMENT.isDescribed(route.name(), 401, http.send(route.method(), route.target(), ""));
        assertThat(SCOPES).contains(route.scope());
        for (String scope : SCOPES) {
            if (scope.equals(route.scope())) continue;
            JsonNode problem = DOCUMENT.isDescribed(
                    route.name(),
                    403,
                    http.send(
                            route.method(),
                            route.target(),
                            "",
                            "Authorization",
                            "Bearer " + Tokens.scoped("alice", scope)));
            assertThat(problem.get("scope").stringValue()).isEqualTo(route.scope());
        }
    }

    @ParameterizedTest
    @MethodSource("looks")
    void saysWhichParametersAdminsHave(Route route) {
        if (!route.path().startsWith("/v1/admin/")) return;
        String names = route.parameters("query").stream()
                .map(parameter -> parameter.get("name").stringValue())
                .sorted()
                .collect(Collectors.joining(", "));
        String detail = DOCUMENT.isDescribed(route.name(), 400, get(route.target() + "?unknown=1"))
                .get("detail")
                .stringValue();
        int list = detail.indexOf("there are: ");
        String known = list < 0 ? "" : detail.substring(list + "there are: ".length());
        assertThat(Stream.of(known.split(", ", -1)).sorted().collect(Collectors.joining(", ")))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @MethodSource("looks")
    void knowsTheLimitsOfParameters(Route route) {
        for (JsonNode parameter : route.parameters("query")) {
            String name = parameter.get("name").stringValue();
            JsonNode schema = parameter.get("schema");
            for (JsonNode word : schema.path("enum")) isTaken(route, name, word.stringValue());
            if (schema.has("enum")) isRefused(route, name, "nonsense");
            if (schema.has("minimum"))
                isTaken(route, name, schema.get("minimum").asString());
            if (schema.has("minimum"))
                isRefused(route, name, Long.toString(schema.get("minimum").asLong() - 1));
            if (schema.has("maximum"))
                isTaken(route, name, schema.get("maximum").asString());
            if (schema.has("maximum"))
                isRefused(route, name, Long.toString(schema.get("maximum").asLong() + 1));
            if (schema.has("pattern")) isRefused(route, name, "%20");
            if ("date-time".equals(schema.path("format").asString(""))) {
                isTaken(route, name, "2026-11-22T12:00:00Z");
                isRefused(route, name, "yesterday");
            }
        }
    }

    private static void isTaken(Route route, String parameter, String value) {
        assertThat(status(route, parameter, value))
                .as("%s %s=%s", route, parameter, value)
                .isNotEqualTo(400);
    }

    private static void isRefused(Route route, String parameter, String value) {
        assertThat(status(route, parameter, value))
                .as("%s %s=%s", route, parameter, value)
                .isEqualTo(400);
    }

    /** A stream is asked for its head only. */
    private static int status(Route route, String parameter, String value) {
        StringBuilder query = new StringBuilder("?" + parameter + "=" + value);
        for (JsonNode other : route.parameters("query")) {
            String name = other.get("name").stringValue();
            if (other.path("required").asBoolean(false) && !name.equals(parameter))
                query.append('&').append(name).append("=x");
        }
        return NODE.http()
                .send(
                        route.streams() ? "HEAD" : "GET",
                        route.target() + query,
                        "",
                        "Authorization",
                        "Bearer " + Tokens.of("alice"))
                .statusCode();
    }

    private static HttpResponse<String> get(String target) {
        return NODE.http().get(target, "Authorization", "Bearer " + Tokens.of("alice"));
    }

    @Test
    void hasTheWordsOfTheCode() {
        String problem = "/components/schemas/Problem/properties/";
        assertThat(DOCUMENT.words(problem + "type/enum"))
                .isEqualTo(set(
                        Stream.of(ProblemType.values()).map(type -> type.uri().toString())));
        Set<String> codes = set(Stream.of(RejectionCode.values()).map(RejectionCode::code));
        assertThat(DOCUMENT.words(problem + "code/enum")).isEqualTo(codes);
        assertThat(DOCUMENT.words("/components/schemas/Rejection/properties/code/enum"))
                .isEqualTo(codes);
        assertThat(DOCUMENT.words("/paths/~1v1~1admin~1rejections/get/parameters/0/schema/enum"))
                .isEqualTo(codes);
        assertThat(DOCUMENT.words("/components/schemas/Delivery/properties/state/enum"))
                .isEqualTo(set(Stream.of(DeliveryState.values()).map(DeliveryState::label)));
        assertThat(DOCUMENT.words("/components/schemas/Timeline/properties/events/items/properties/event/enum"))
                .isEqualTo(set(Stream.of(TimelineEvent.Kind.values()).map(TimelineEvent.Kind::label)));
        assertThat(DOCUMENT.members("Figures"))
                .isEqualTo(set(Stream.of(Figure.values()).map(Figure::label)));
    }

    private static Set<String> set(Stream<String> words) {
        return words.collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v3/api-docs",
                "/v3/api-docs/swagger-config",
                "/swagger-ui.html",
                "/swagger-ui/index.html",
                "/webjars/swagger-ui/index.html"
            })
    void isNotServedByTheDeployable(String path) {
        assertThat(NODE.http().get(path).statusCode()).isEqualTo(401);
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"org.springdoc.core.configuration.SpringDocConfiguration", "io.swagger.v3.oas.models.OpenAPI"})
    void bringsNothingIntoTheDeployable(String type) {
        assertThat(ClassUtils.isPresent(type, getClass().getClassLoader())).isFalse();
    }
}
