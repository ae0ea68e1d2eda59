package dev.notification.reliability.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.testbed.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything is brought up, killed once, and works again. */
class SiteIntegrationTests {
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void everyNodeComesBackAndWhatWasPublishedIsInTheInbox() throws Exception {
        try (Site site = SitePlan.here("site", 1).ingests(1).start();
                Letters letters = new Letters(site)) {
            publishAndRead(site, letters);
            for (Node node : List.of(site.ingest(1), site.postgres(), site.kafka(), site.stream(1), site.stream(2))) {
                long killed = node.pid();
                assertThat(node.isAlive()).as(node.name()).isTrue();
                node.kill();
                assertThat(node.isAlive()).as(node.name()).isFalse();
                node.start();
                assertThat(node.pid()).as(node.name()).isNotEqualTo(killed).isNotZero();
                publishAndRead(site, letters);
            }
            assertThat(site.link(site.ingest(1), site.postgres()).opened()).isPositive();
            assertThat(site.link(site.ingest(1), site.kafka()).opened()).isPositive();
            assertThat(site.linkFromOutside(site.stream(2)).opened()).isPositive();
            assertThat(site.arrivals().counts().seen()).isPositive();
        }
    }

    private void publishAndRead(Site site, Letters letters) throws Exception {
        letters.publish(1);
        letters.areStored();
        Letters.await("read through the balancer", () -> summary(site).contains("\"head\":" + letters.published()));
    }

    private String summary(Site site) {
        HttpRequest summary = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + site.clientPort() + "/v1/inbox/summary"))
                .header("Authorization", "Bearer " + site.tokens().of("alice"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return client.send(summary, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            // the node that was killed is not back yet
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
