package dev.notification.store.ingest;

import dev.notification.api.CloudEventReader;
import dev.notification.api.Decoded;
import dev.notification.api.Notification;
import dev.notification.api.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Pure: records to drafts and refusals, each in the order of the batch. */
final class RecordReader {

    /** A batch, sorted into what may be stored and what may not. */
    record Sorted(List<Draft> drafts, List<Refusal> refusals) {
        /** How many places in inboxes the drafts ask for. */
        long deliveries() {
            return drafts.stream()
                    .mapToLong(draft -> draft.notification().audience().names().size())
                    .sum();
        }
    }

    private final CloudEventReader reader;

    RecordReader(int maxDataBytes) {
        this.reader = new CloudEventReader(maxDataBytes);
    }

    Sorted read(List<ConsumerRecord<byte[], byte[]>> records, Instant now) {
        List<Draft> drafts = new ArrayList<>(records.size());
        List<Refusal> refusals = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Decoded decoded = reader.readRecord(record.headers(), record.value(), now);
            if (decoded instanceof Notification notification) drafts.add(Draft.of(record, notification));
            else if (decoded instanceof Rejection rejection) refusals.add(new Refusal(record, rejection));
        }
        return new Sorted(drafts, refusals);
    }
}
