package dev.notification.store.ingest;

import static dev.notification.store.ingest.Samples.to;
import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclPermissionType.ALLOW;
import static org.apache.kafka.common.acl.AclPermissionType.DENY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.servers.LocalKafka;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/** Somebody takes the right to read away, sees the mistake and gives it back: no process has to be started again. */
class RightsIntegrationTests {
    private static final Map<String, String> WITH_RIGHTS = Map.of(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found", "true");

    private final TestDatabase database = TestDatabase.create();

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100));
    }

    private static AclBinding rule(TestTopics topics, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topics.notifications(), PatternType.LITERAL),
                new AccessControlEntry("User:ANONYMOUS", "*", operation, permission));
    }

    private static double halted(TestStore store) {
        return store.bean(MeterRegistry.class)
                .get("notification.ingest.halted")
                .gauge()
                .value();
    }

    @Test
    void goesOnWhenItMayReadAgain() {
        Path directory = Path.of("target", "kafka-rights", UUID.randomUUID().toString());
        try (LocalKafka kafka = LocalKafka.startIn(directory, 0, WITH_RIGHTS);
                TestTopics topics = TestTopics.create("127.0.0.1:" + kafka.port(), 1);
                TestStore store = TestStore.on(database, topics).start()) {
            topics.send(0, to("r", "r0"));
            await().until(() -> database.ids("r").size() == 1);

            AclBinding mistake = rule(topics, READ, DENY);
            TestTopics.get(topics.admin()
                    .createAcls(List.of(rule(topics, ALL, ALLOW), mistake))
                    .all());
            IngestContainer ingest = store.bean(IngestContainer.class);
            await().until(() -> ingest.health().getStatus().equals(Status.DOWN));
            assertThat(ingest.health().getDetails().get("reason")).asString().contains("rights");
            assertThat(halted(store)).isOne();
            topics.send(0, to("r", "r1"));
            topics.flush();

            TestTopics.get(
                    topics.admin().deleteAcls(List.of(mistake.toFilter())).all());
            await().until(() -> database.ids("r").size() == 2);
            await().until(() -> ingest.health().getStatus().equals(Status.UP));
            assertThat(halted(store)).isZero();
        }
    }
}
