package dev.notification.store.ingest;

import dev.notification.api.CloudEventReader;
import dev.notification.api.Decoded;
import dev.notification.api.Notification;
import dev.notification.api.Rejection;
import dev.notification.api.RejectionCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Pure: records to drafts and refusals, each in the order of the batch. */
final class RecordReader {

    /** What has expired by now, and is refused unless it repeats what was stored in time. */
    record Late(Draft draft, Refusal refusal) {}

    /** A batch, sorted into what may be stored, what comes too late, and what may not be stored. */
    record Sorted(List<Draft> drafts, List<Late> late, List<Refusal> refusals) {
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
        List<Late> late = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Decoded decoded = reader.readRecord(record.headers(), record.value(), now);
            if (decoded instanceof Notification notification) {
                drafts.add(Draft.of(record, notification));
            } else if (decoded instanceof Rejection rejection) {
                Refusal refusal = new Refusal(record, rejection);
                boolean expired = rejection.code() == RejectionCode.ALREADY_EXPIRED;
                if (expired && inTime(record) instanceof Notification notification)
                    late.add(new Late(Draft.of(record, notification), refusal));
                else refusals.add(refusal);
            }
        }
        return new Sorted(drafts, late, refusals);
    }

    /** As it was once. */
    private Decoded inTime(ConsumerRecord<byte[], byte[]> record) {
        return reader.readRecord(record.headers(), record.value(), Instant.MIN);
    }
}
