package dev.notification.reliability.broken;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Ingest is given other records than Kafka has. Understands structured CloudEvents alone. */
public final class BrokenRecords implements ConsumerInterceptor<byte[], byte[]> {
    static final String DEFECT = "reliability.defect";

    private static final String TOPIC = "notifications";
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern RECIPIENT = Pattern.compile("\"recipient\"\\s*:\\s*\"([^\"]*)\"");

    private Defect defect = Defect.LEAK;
    private String lastRecipient = "";
    private int seen;

    @Override
    public void configure(Map<String, ?> settings) {
        defect = Defect.valueOf(String.valueOf(settings.get(DEFECT)));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> all = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> right = records.records(partition);
            all.put(partition, partition.topic().equals(TOPIC) ? wrong(right) : right);
        }
        return new ConsumerRecords<>(all, records.nextOffsets());
    }

    private List<ConsumerRecord<byte[], byte[]>> wrong(List<ConsumerRecord<byte[], byte[]>> records) {
        List<ConsumerRecord<byte[], byte[]>> wrong = new ArrayList<>(records);
        switch (defect) {
            case ORDER -> reverse(wrong);
            case PHANTOM -> {
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    if (++seen % 20 == 0) wrong.add(with(record, ID, "\"id\":\"$1-phantom\""));
                }
            }
            case CROSS_RECIPIENT -> wrong.replaceAll(this::misdirect);
            default -> {}
        }
        return wrong;
    }

    /** Values of one key, among the places they have. */
    private static void reverse(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            byte[] key = records.get(i).key();
            places.computeIfAbsent(key == null ? "" : new String(key, UTF_8), unused -> new ArrayList<>())
                    .add(i);
        }
        List<ConsumerRecord<byte[], byte[]>> right = List.copyOf(records);
        places.values().forEach(mine -> {
            for (int i = 0; i < mine.size(); i++) {
                ConsumerRecord<byte[], byte[]> place = right.get(mine.get(i));
                records.set(
                        mine.get(i),
                        copy(place, right.get(mine.get(mine.size() - 1 - i)).value()));
            }
        });
    }

    private ConsumerRecord<byte[], byte[]> misdirect(ConsumerRecord<byte[], byte[]> record) {
        Matcher matcher = RECIPIENT.matcher(new String(record.value(), UTF_8));
        if (!matcher.find()) return record;
        String other = lastRecipient;
        lastRecipient = matcher.group(1);
        boolean wrong = ++seen >= 50 && !other.equals(lastRecipient);
        if (!wrong) return record;
        seen = 0;
        return with(record, RECIPIENT, Matcher.quoteReplacement("\"recipient\":\"" + other + "\""));
    }

    private static ConsumerRecord<byte[], byte[]> with(
            ConsumerRecord<byte[], byte[]> record, Pattern pattern, String replacement) {
        String value = pattern.matcher(new String(record.value(), UTF_8)).replaceFirst(replacement);
        return copy(record, value.getBytes(UTF_8));
    }

    private static ConsumerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record, byte[] value) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                value.length,
                record.key(),
                value,
                record.headers(),
                Optional.empty());
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
