package dev.notification.stream.conformance;

import static org.awaitility.Awaitility.await;

import dev.notification.api.Data;
import dev.notification.api.Notification;
import dev.notification.api.Priority;
import dev.notification.stream.Answer;
import dev.notification.stream.Cluster;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.RawStream;
import dev.notification.stream.Tokens;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Somebody with an inbox. */
record Recipient(String name, Nodes nodes) {

    /** Publishes notifications whose data are these numbers, and waits until they are stored. */
    void has(int from, int to) {
        for (int i = from; i <= to; i++) nodes.cluster().publish(number(i).build());
        stored(to);
    }

    /** Publishes one with these data, and waits until it is stored as the first. */
    void hasData(String json) {
        hasOne(notification -> notification.data(Data.json(json)));
    }

    /** Publishes one, and waits until it is stored as the first. */
    void hasOne(UnaryOperator<Notification.Builder> change) {
        nodes.cluster().publish(change.apply(number(1)).build());
        stored(1);
    }

    /** One in each lane, the most urgent last. */
    void hasOneInEachLane() {
        Priority[] lanes = {Priority.LOW, Priority.NORMAL, Priority.HIGH};
        for (int i = 0; i < lanes.length; i++) {
            nodes.cluster().publish(number(i + 1).priority(lanes[i]).build());
            stored(i + 1L);
        }
    }

    Notification.Builder number(int number) {
        return Cluster.to(name, number);
    }

    /** Waits until the inbox reaches this far. */
    void stored(long head) {
        await().atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> nodes.ordinary()
                                .get(name, "/v1/inbox/summary")
                                .json()
                                .get("head")
                                .asLong()
                        == head);
    }

    /** Opens a stream on the ordinary node. */
    RawStream stream(String... headers) {
        return streamOn(nodes.ordinary(), headers);
    }

    RawStream streamOn(Node node, String... headers) {
        return nodes.untilTheEndOfTheTest(node.stream(name, headers));
    }

    /** Opens a stream with a query. */
    RawStream streamWith(String query, String... headers) {
        return RawStream.open(nodes.ordinary().port(), "/v1/stream?" + query, Tokens.of(name), headers);
    }

    Answer ack(String json) {
        return nodes.ordinary().post(name, "/v1/acks", json);
    }

    String bearer() {
        return "Authorization: Bearer " + Tokens.of(name);
    }
}
