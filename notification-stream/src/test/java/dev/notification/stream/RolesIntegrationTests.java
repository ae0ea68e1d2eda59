package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.database.DatabaseExecutor;
import dev.notification.stream.testing.Http;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** What a process serves, as its roles say. */
class RolesIntegrationTests {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Test
    void servesIngestAloneWithoutAnHttpPortAndWithoutTokens() {
        try (ConfigurableApplicationContext ingest =
                TestNode.start("roles-ingest", "--notification.stream.enabled=false")) {
            assertThat(TestNode.port(ingest)).isEqualTo(-1);
            Http management = new Http(TestNode.managementPort(ingest));
            await().atMost(DEADLINE).until(() -> management.get("/readyz").statusCode() == 200);
            assertThat(management.get("/livez").statusCode()).isEqualTo(200);
            assertThat(management.get("/prometheus").statusCode()).isEqualTo(200);
            assertThat(management.get("/v1/inbox").statusCode()).isEqualTo(404);
            assertThat(management.get("/env").statusCode()).isEqualTo(404);
            assertThat(ingest.getBeansOfType(DatabaseExecutor.class)).isEmpty();
            assertThat(ingest.getBean(ReactorResourceFactory.class).isUseGlobalResources())
                    .as("another process in this JVM goes on")
                    .isFalse();
            assertThat(ingest.containsBean("entityManagerFactory")).isFalse();
        }
    }

    @Test
    void doesNotStartWithoutASourceOfTokens() {
        assertThatThrownBy(() -> TestNode.start("roles-tokens").close())
                .rootCause()
                .hasMessageContaining("Nothing says whose tokens to trust")
                .hasMessageContaining("SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUER_URI");
    }
}
