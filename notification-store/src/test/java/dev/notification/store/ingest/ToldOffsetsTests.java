package dev.notification.store.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.junit.jupiter.api.Test;

class ToldOffsetsTests {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final AtomicInteger told = new AtomicInteger();

    /** It throws while the consumer is closed otherwise, and nobody hears that it ended. */
    @Test
    void thatAConsumerIsFencedIsNotTheBusinessOfWhoGivesItsPartitionsBack() {
        ToldOffsets offsets = new ToldOffsets();
        Consumer<?, ?> fenced = fenced();
        offsets.moved(fenced, Map.of(PARTITION, 7L));
        offsets.tell(fenced, List.of(PARTITION));
        assertThat(told).hasValue(1);
        offsets.tell(fenced, List.of(PARTITION));
        assertThat(told).as("it is untold still").hasValue(2);
    }

    private Consumer<?, ?> fenced() {
        return (Consumer<?, ?>) Proxy.newProxyInstance(
                Consumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("assignment")) return Set.of(PARTITION);
                    told.incrementAndGet();
                    throw new FencedInstanceIdException("another one has this instance id");
                });
    }
}
