package dev.notification.store.ingest;

import dev.notification.api.Rejection;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record that is refused for good, and why. */
record Refusal(ConsumerRecord<byte[], byte[]> record, Rejection rejection) {}
