package dev.notification.store.ingest;

import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/** Another owner moved a partition since this one last did: nothing of the batch may be committed. */
final class LostPartitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostPartitionException(int moved, Collection<TopicPartition> partitions) {
        super("only " + moved + " of " + partitions + " stand where this consumer left them");
    }
}
