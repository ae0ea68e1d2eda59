package dev.notification.benchmarks.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.producer.ProducerRecord;

/** Records as a producer writes them: a CloudEvent with 300 bytes of data, keyed by its recipient. */
public final class Notifications {
    private static final int DATA_BYTES = 300;
    private static final String SENT = "\"sentNanos\":";

    private Notifications() {}

    /**
     * A record of one notification.
     *
     * @param nanos when it is sent, or should have been; the reader gets it back by {@link #sentNanos}
     */
    public static ProducerRecord<byte[], byte[]> to(String recipient, String topic, long number, long nanos) {
        String data = "{%s%d,\"text\":\"".formatted(SENT, nanos);
        String text = "x".repeat(DATA_BYTES - data.length() - 2);
        String event = """
                {"specversion":"1.0","id":"%d","source":"/benchmarks","type":"order.shipped","recipient":"%s","data":%s%s"}}""".formatted(number, recipient, data, text);
        return new ProducerRecord<>(topic, recipient.getBytes(UTF_8), event.getBytes(UTF_8));
    }

    public static long sentNanos(String frame) {
        int begin = frame.indexOf(SENT) + SENT.length();
        return Long.parseLong(frame, begin, frame.indexOf(',', begin), 10);
    }
}
