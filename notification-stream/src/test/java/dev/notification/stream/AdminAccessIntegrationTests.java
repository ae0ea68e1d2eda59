package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.stream.Cluster.Node;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** Every route of admins with every kind of credential. */
class AdminAccessIntegrationTests {
    private static final Cluster CLUSTER = new Cluster();
    private static @Nullable Node node;

    /**
     * A route, and what it answers to an admin who names something that is not there.
     *
     * @param path with {@code {recipient}} for a recipient's name
     */
    record Route(
            String method,
            String path,
            String pattern,
            @Nullable String body,
            int status) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static final String KEY = "{\"source\":\"/nowhere\",\"id\":\"none\"}";

    static final List<Route> ROUTES = List.of(
            route("GET", "/v1/admin/notifications", null, 200),
            route("GET", "/v1/admin/notifications?source=/nowhere&id=none", null, 404),
            route("GET", "/v1/admin/notifications/deliveries?source=/nowhere&id=none", null, 404),
            route("POST", "/v1/admin/notifications/cancel", KEY, 404),
            route("POST", "/v1/admin/notifications/expire", KEY, 404),
            route("POST", "/v1/admin/notifications/resend", KEY, 404),
            route("GET", "/v1/admin/recipients/{recipient}", null, 404),
            route("DELETE", "/v1/admin/recipients/{recipient}", null, 200),
            route("POST", "/v1/admin/recipients/{recipient}/revoke", "", 200),
            route("GET", "/v1/admin/rejections", null, 200),
            new Route(
                    "POST",
                    "/v1/admin/rejections/0/999/replay",
                    "/v1/admin/rejections/{original-partition}/{original-offset}/replay",
                    "",
                    404),
            route("GET", "/v1/admin/stats", null, 200),
            route("GET", "/v1/admin/stats/stream", null, 200),
            route("GET", "/v1/admin/audit", null, 200));

    private static Route route(String method, String path, @Nullable String body, int status) {
        return new Route(method, path, path.replaceFirst("\\?.*", ""), body, status);
    }

    @BeforeAll
    static void start() {
        node = CLUSTER.start("--notification.ingest.enabled=false");
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    private static Node node() {
        return Objects.requireNonNull(node);
    }

    private static Answer ask(Route route, String recipient, String token) {
        return Answer.to(
                node().port(), route.method(), route.path().replace("{recipient}", recipient), token, route.body());
    }

    @Test
    void areAllHere() {
        Set<String> mapped = new TreeSet<>();
        node().context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternsCondition()
                        .getPatterns()
                        .forEach(pattern -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> {
                                    String path = pattern.getPatternString();
                                    if (path.startsWith("/v1/admin")) mapped.add(method + " " + path);
                                })));
        Set<String> tried = new TreeSet<>();
        ROUTES.forEach(route -> tried.add(route.method() + " " + route.pattern()));
        assertThat(mapped.stream().map(AdminAccessIntegrationTests::unnamed))
                .containsExactlyInAnyOrderElementsOf(
                        tried.stream().map(AdminAccessIntegrationTests::unnamed).toList());
    }

    private static String unnamed(String pattern) {
        return pattern.replaceAll("\\{[^}]*}", "{}");
    }

    @ParameterizedTest
    @FieldSource("ROUTES")
    void needTheScopeOfAdminsAndNothingElse(Route route) {
        String own = "alice";
        assertThat(ask(route, own, "").status()).as("no token").isEqualTo(401);
        assertThat(ask(route, own, "nonsense").status()).as("no valid token").isEqualTo(401);
        for (String scope : List.of("", "notifications.read", "notifications.publish", "notifications.adminx")) {
            for (String recipient : List.of(own, "bob")) {
                Answer answer = ask(route, recipient, Tokens.scoped(own, scope));
                assertThat(answer.status())
                        .as("scope %s, of %s", scope, recipient)
                        .isEqualTo(403);
                assertThat(answer.json().get("scope").asString()).isEqualTo("notifications.admin");
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ROUTES")
    void areOpenToAdmins(Route route) {
        String admin = Tokens.scoped("ops", "notifications.admin");
        if (route.path().endsWith("/stream")) {
            try (RawStream stream = RawStream.open(node().port(), route.path(), admin)) {
                assertThat(stream.status()).contains("200");
            }
            return;
        }
        Answer answer = ask(route, "nobody", admin);
        assertThat(answer.status()).as(answer.body()).isEqualTo(route.status());
        if (answer.status() >= 400)
            assertThat(answer.json().get("detail").asString()).isNotBlank();
    }
}
