package dev.notification.store.ingest;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Tries a batch again until it is stored, 100 ms to 2 s apart, while the consumer stays in its group. Spring's own choice,
 * to log and skip after ten failures, would lose notifications.
 */
final class EndlessRetry extends DefaultErrorHandler {
    private final NotificationListener listener;

    EndlessRetry(NotificationListener listener) {
        super(
                (record, failure) -> {
                    throw new KafkaException("A record is never skipped", failure);
                },
                backOff());
        this.listener = listener;
        setClassifications(java.util.Map.of(), true);
        // the listener acknowledges what it stored; a batch that it dropped to seek anew must not be told to Kafka
        setAckAfterHandle(false);
        setLogLevel(KafkaException.Level.WARN);
    }

    private static ExponentialBackOff backOff() {
        ExponentialBackOff backOff = new ExponentialBackOff(100, 2);
        backOff.setMaxInterval(2_000);
        return backOff;
    }

    @Override
    public void handleOtherException(
            Exception failure, Consumer<?, ?> consumer, MessageListenerContainer container, boolean batchListener) {
        if (failure instanceof InvalidOffsetException) listener.outOfRange(consumer);
        else super.handleOtherException(failure, consumer, container, batchListener);
    }
}
