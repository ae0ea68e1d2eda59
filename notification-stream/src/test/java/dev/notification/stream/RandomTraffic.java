package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.AckPolicy;
import dev.notification.api.Notification;
import dev.notification.api.Priority;
import dev.notification.stream.Cluster.Node;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What one source and the people around it do, in an order that the seed decides: publishing, streams opened and cut, acks in every
 * form, reads, corrections. Sequences are drawn from what is in the inbox at the moment, so only the script replays exactly. Used by
 * one thread.
 */
final class RandomTraffic implements AutoCloseable {
    /** Nobody opens a stream for the last two: what they have stays pending. */
    static final List<String> RECIPIENTS = List.of("ann", "ben", "cleo", "dan", "eve", "fay", "gil", "hal");

    private static final int CONNECTING = 6;
    private static final int MAX_STREAMS = 4;

    private static final Clock CLOCK = Clock.systemUTC();

    private final Cluster cluster;
    private final List<Node> nodes;
    private final Random random;
    private final String source;
    private final List<String> published = new ArrayList<>();
    private final List<RawStream> streams = new ArrayList<>();

    RandomTraffic(Cluster cluster, List<Node> nodes, long seed, int number) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.random = new Random(seed * 31 + number);
        this.source = "/source-" + number;
    }

    /** How many notifications it published, each once or twice. */
    int published() {
        return published.size();
    }

    /** Does so many things. */
    void run(int steps) {
        for (int i = 0; i < steps; i++) step();
    }

    private void step() {
        int dice = random.nextInt(100);
        if (published.isEmpty() || dice < 40) publish();
        else if (dice < 55) open();
        else if (dice < 65) cut();
        else if (dice < 80) say("/v1/acks", 5);
        else if (dice < 86) say("/v1/inbox/reads", 4);
        else if (dice < 99) correct();
        else erase();
    }

    private void publish() {
        List<String> names = new ArrayList<>(RECIPIENTS);
        Collections.shuffle(names, random);
        int count = random.nextBoolean() ? 1 : 2 + random.nextInt(names.size() - 1);
        String id = "n-" + published.size();
        Notification.Builder builder = Notification.builder()
                .source(source)
                .id(id)
                .type("test.random")
                .priority(pick(List.of(Priority.values())))
                .ackPolicy(random.nextInt(5) == 0 ? AckPolicy.NONE : AckPolicy.REQUIRED)
                .data(dev.notification.api.Data.json(Integer.toString(published.size())));
        if (count == 1) builder.recipient(names.get(0));
        else builder.recipients(names.subList(0, count));
        boolean expires = random.nextInt(6) == 0;
        if (expires) builder.expiryTime(CLOCK.instant().plusMillis(500 + random.nextInt(2_500)));
        Notification notification = builder.build();
        cluster.publish(notification);
        // a repeat that came too late would be a rejection beside what is stored
        if (!expires && random.nextInt(10) == 0) cluster.publish(notification);
        published.add(id);
    }

    private void open() {
        if (streams.size() >= MAX_STREAMS) cut();
        String recipient = RECIPIENTS.get(random.nextInt(CONNECTING));
        streams.add(pick(nodes).stream(recipient));
    }

    /** Opens a stream for everybody who ever connects. */
    void everybodyComes() {
        for (String recipient : RECIPIENTS.subList(0, CONNECTING)) {
            streams.add(pick(nodes).stream(recipient));
        }
    }

    private void cut() {
        if (streams.isEmpty()) return;
        RawStream stream = streams.remove(random.nextInt(streams.size()));
        if (random.nextBoolean()) stream.close();
        else stream.reset();
    }

    /** Acks or marks as read, in one of so many forms: the last, without a body, is that of acks alone. */
    private void say(String path, int forms) {
        String recipient = pick(RECIPIENTS);
        // everything is drawn before anything depends on how far the others are: so the script is the seed's alone
        double depth = random.nextDouble();
        int back = random.nextInt(5);
        int form = random.nextInt(forms);
        Node node = pick(nodes);
        long head = head(recipient);
        if (head == 0) return;
        long seq = 1 + (long) (depth * head);
        long near = Math.max(1, head - back);
        Answer answer = switch (form) {
            case 0 -> node.post(recipient, path, "{\"seqs\":[" + seq + "," + near + "," + (head + 9) + "]}");
            case 1 -> node.post(recipient, path, "{\"ranges\":[[" + seq + "," + (seq + 3) + "]]}");
            case 2 -> node.post(recipient, path, "{\"upTo\":" + Math.max(1, seq / 4) + "}");
            case 3 ->
                node.post(
                        recipient, path, "{\"seqs\":[" + near + "],\"ranges\":[[" + seq + "," + seq + "]],\"upTo\":1}");
            default -> node.post(recipient, path + "?id=" + seq, "");
        };
        assertThat(answer.status())
                .as("%s of %s: %s", path, recipient, answer.body())
                .isEqualTo(200);
    }

    private void correct() {
        String action = pick(List.of("cancel", "expire", "resend"));
        String some = random.nextInt(3) == 0 ? "" : ",\"recipients\":[\"" + pick(RECIPIENTS) + "\"]";
        String body = "{\"source\":\"" + source + "\",\"id\":\"" + pick(published) + "\"" + some + "}";
        Answer answer = post("operator", "/v1/admin/notifications/" + action, body);
        // not stored yet, erased, or expired: that is an answer too
        assertThat(answer.status()).as("%s %s: %s", action, body, answer.body()).isIn(200, 404, 409);
    }

    private void erase() {
        String path = "/v1/admin/recipients/" + pick(RECIPIENTS);
        Answer answer = Answer.to(pick(nodes).port(), "DELETE", path, Tokens.of("operator"), null);
        assertThat(answer.status()).as(answer.body()).isIn(200, 404);
    }

    private long head(String recipient) {
        Answer answer = pick(nodes).get(recipient, "/v1/inbox/summary");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("head").asLong();
    }

    private Answer post(String recipient, String path, String json) {
        return pick(nodes).post(recipient, path, json);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Cuts what is open. */
    @Override
    public void close() {
        streams.forEach(RawStream::close);
        streams.clear();
    }
}
