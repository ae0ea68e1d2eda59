package dev.notification.store.ingest;

import static dev.notification.store.ingest.Samples.to;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.RecordHeaders;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Killed between every two steps of the write path and started again: nothing lost, doubled or skipped. */
class DurabilityIntegrationTests {
    private static final int PER_STEP = 200;
    private static final Path LOG = Path.of("target", "crashing-ingest.log");

    private final TestDatabase database = TestDatabase.create();
    private final Set<String> sent = new HashSet<>();
    private final Set<String> refused = new HashSet<>();

    /** Each process first finds what the one before left behind, then dies a step later. */
    @Test
    void survivesDyingAtEveryStep() throws Exception {
        Files.deleteIfExists(LOG);
        try (TestTopics topics = TestTopics.create(2)) {
            for (CrashPoint.Step step : CrashPoint.Step.values()) {
                send(topics, step.name());
                dieAt(topics, step, 2);
                holdsNothingTwice(step.name());
            }
            try (TestStore store = TestStore.on(database, topics)
                    .with("notification.ingest.instance-id=crash")
                    .start()) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> database.number("select coalesce(sum(next_offset), 0) from kafka_offset")
                                == topics.end(0) + topics.end(1));
                holdsNothingTwice("the end");
                assertThat(store.inbox().heads(List.of("p0", "p1")).heads())
                        .containsExactly(sent.size() / 2L, sent.size() / 2L);
            }
            List<String> stored = new ArrayList<>(database.ids("p0"));
            stored.addAll(database.ids("p1"));
            assertThat(stored).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(database.number("select count(*) from message_key")).isEqualTo(sent.size());
            // at least once: a letter may be written again when the process died before the offset moved
            assertThat(topics.rejected().stream().map(DurabilityIntegrationTests::place))
                    .hasSameElementsAs(refused);
            areListedOnce(topics);
        }
    }

    /** However often its letter was written, a refused record has one row, and that names one of them. */
    private void areListedOnce(TestTopics topics) {
        assertThat(database.sql().queryForList("select partition || '@' || record_offset from rejection", String.class))
                .containsExactlyInAnyOrderElementsOf(refused);
        assertThat(topics.rejected().stream().map(letter -> place(letter) + " at " + letter.offset()))
                .containsAll(database.sql()
                        .queryForList(
                                "select partition || '@' || record_offset || ' at ' || letter_offset from rejection",
                                String.class));
    }

    private void send(TestTopics topics, String step) {
        for (int i = 0; i < PER_STEP; i++) {
            String id = step + "-" + i;
            sent.add(id);
            topics.send(i % 2, to("p" + i % 2, id));
            if (i % 50 == 0) {
                var place =
                        topics.put(new ProducerRecord<>(topics.notifications(), 0, null, "no event".getBytes(UTF_8)));
                refused.add("0@" + place.offset());
            }
        }
        topics.flush();
    }

    private static String place(ConsumerRecord<byte[], byte[]> letter) {
        return new String(
                        letter.headers()
                                .lastHeader(RecordHeaders.ORIGINAL_PARTITION)
                                .value(),
                        UTF_8)
                + "@"
                + new String(
                        letter.headers()
                                .lastHeader(RecordHeaders.ORIGINAL_OFFSET)
                                .value(),
                        UTF_8);
    }

    private void holdsNothingTwice(String when) {
        for (String recipient : List.of("p0", "p1")) {
            List<Long> sequences = database.sequences(recipient);
            assertThat(sequences)
                    .as("%s after %s", recipient, when)
                    .isEqualTo(
                            LongStream.rangeClosed(1, sequences.size()).boxed().toList());
            assertThat(database.ids(recipient))
                    .as("%s after %s", recipient, when)
                    .doesNotHaveDuplicates();
        }
    }

    private void dieAt(TestTopics topics, CrashPoint.Step step, int time) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                CrashingIngest.class.getName(),
                step.name(),
                Integer.toString(time),
                database.url(),
                database.username(),
                database.password()));
        command.addAll(topics.properties());
        command.add("notification.ingest.max-poll-records=25");
        // the same member each time, so that it need not wait until the group believes the one before dead
        command.add("notification.ingest.instance-id=crash");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("died at %s, see %s", step, LOG)
                    .isTrue();
            assertThat(process.exitValue()).as("died at %s, see %s", step, LOG).isEqualTo(CrashingIngest.DIED);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
