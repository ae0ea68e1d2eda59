package dev.notification.store.ingest;

import dev.notification.api.AckPolicy;
import dev.notification.api.CloudEventWriter;
import dev.notification.api.Data;
import dev.notification.api.Notification;
import dev.notification.store.Content;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record that was understood and may be stored. */
record Draft(
        ConsumerRecord<byte[], byte[]> record,
        Notification notification,
        Fingerprint key,
        Fingerprint substance,
        Content content) {

    boolean ackRequired() {
        return notification.ackPolicy() == AckPolicy.REQUIRED;
    }

    static Draft of(ConsumerRecord<byte[], byte[]> record, Notification notification) {
        Data data = notification.data();
        Content content = new Content(
                notification.type(),
                CloudEventWriter.members(notification),
                data == null ? null : data.bytes(),
                data != null && data.binary());
        return new Draft(
                record, notification, Fingerprint.ofKey(notification), Fingerprint.ofSubstance(notification), content);
    }
}
