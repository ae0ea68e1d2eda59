package dev.notification.stream.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notification.api.Priority;
import dev.notification.store.Content;
import dev.notification.store.InMemoryArrivals;
import dev.notification.store.InMemoryInbox;
import dev.notification.store.Inbox;
import dev.notification.stream.database.DatabaseExecutor;
import dev.notification.stream.frame.FrameProperties;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import dev.notification.stream.security.Caller;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InboxControllerTests {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    /** A page may hold eight of the largest. */
    private static final int MAX_DATA_BYTES = 8 * 1024;

    private final Clock clock = Clock.systemUTC();
    private final Caller alice = new Caller("alice", clock.instant().plusSeconds(60), clock.instant(), null);
    private final InMemoryInbox inbox = new InMemoryInbox(clock, new InMemoryArrivals());
    private final List<Integer> asked = new CopyOnWriteArrayList<>();
    private final DatabaseExecutor database = new DatabaseExecutor(2, 100);
    private final InboxController controller = new InboxController(
            watched(),
            database,
            clock,
            new InboxProperties(DataSize.ofKilobytes(64), 1, 100),
            new FrameProperties(DataSize.ofKilobytes(256)),
            MAX_DATA_BYTES);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void readsNoMoreAtOnceThanAPageMayHold() {
        for (int i = 0; i < 50; i++) append(10);
        List<Long> seqs = new ArrayList<>();
        JsonNode page = page("limit=20");
        for (int pages = 1; ; pages++) {
            page.get("items").forEach(item -> seqs.add(item.get("seq").longValue()));
            if (page.get("before").isNull()) {
                assertThat(pages).isEqualTo(3);
                break;
            }
            assertThat(page.get("items")).hasSize(20);
            page = page("limit=20&before=" + page.get("before").longValue());
        }
        assertThat(seqs).hasSize(50).isSortedAccordingTo((one, other) -> Long.compare(other, one));
        assertThat(asked).allSatisfy(limit -> assertThat(limit).isLessThanOrEqualTo(8));
    }

    @Test
    void endsAPageThatWouldBeTooLarge() {
        for (int i = 0; i < 20; i++) append(MAX_DATA_BYTES);
        JsonNode page = page("limit=20");
        assertThat(page.get("items")).hasSize(7);
        assertThat(page.get("before").longValue()).isEqualTo(14);
        assertThat(asked).containsExactly(8);
    }

    @Test
    void turnsAwayWhoAsksTooOften() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 200; i++) page("");
                })
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS));
    }

    private void append(int bytes) {
        byte[] data = ("\"" + "x".repeat(bytes - 2) + "\"").getBytes(UTF_8);
        inbox.append("alice", new Content("t", "\"id\":\"1\"".getBytes(UTF_8), data, false), Priority.NORMAL);
    }

    private JsonNode page(String query) {
        MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) parameters.add(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        return JsonMapper.shared()
                .readTree(Objects.requireNonNull(
                        controller.list(alice, parameters).block(DEADLINE)));
    }

    /** The inbox, and how many items were asked of it each time. */
    private Inbox watched() {
        return (Inbox) Proxy.newProxyInstance(
                Inbox.class.getClassLoader(), new Class<?>[] {Inbox.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("list")) asked.add((Integer) arguments[3]);
                    return method.invoke(inbox, arguments);
                });
    }
}
