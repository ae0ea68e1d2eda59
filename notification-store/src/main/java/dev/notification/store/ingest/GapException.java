package dev.notification.store.ingest;

import org.apache.kafka.common.TopicPartition;

/**
 * Records between what is stored and what Kafka still has are gone. Only an operator may say that ingest goes on, best at the
 * beginning of what is there: repeats are known by their keys, whatever is passed over is lost.
 */
final class GapException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GapException(TopicPartition partition, long next, long begin, long end) {
        super(
                "Partition %s is stored up to offset %d, but the topic holds %d to %d: records are lost or the topic was set back. "
                                .formatted(partition, next, begin, end)
                        + "Ingest stands still; to go on after looking into it, start with notification.ingest.accept-gap.%d=%d"
                                .formatted(partition.partition(), begin));
    }
}
