package dev.notification.store.ingest;

import dev.notification.store.kafka.KafkaClients;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.event.ConsumerRetryAuthSuccessfulEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Runs the consumers of ingest. When they may not go on (records are gone, or another process uses this one's instance id)
 * it stops them, is unhealthy and says why, until somebody looks. While Kafka refuses its credentials or rights it is down, and
 * tries again.
 */
final class IngestContainer implements SmartLifecycle, HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(IngestContainer.class);

    private static final Duration AUTH_RETRY = Duration.ofSeconds(10);

    private final ConcurrentMessageListenerContainer<byte[], byte[]> container;
    private final ApplicationEventPublisher events;
    private final String instanceId;
    private final AtomicReference<@Nullable String> halted = new AtomicReference<>();
    /** Consumers that may not read now. */
    private final Set<Object> refused = ConcurrentHashMap.newKeySet();

    IngestContainer(
            IngestProperties ingest,
            String topic,
            KafkaClients clients,
            Ingestion ingestion,
            Positions positions,
            ApplicationEventPublisher events) {
        this.events = events;
        this.instanceId = ingest.instanceId() == null ? hostName() : ingest.instanceId();
        NotificationListener listener =
                new NotificationListener(ingestion, positions, gap -> halt(String.valueOf(gap.getMessage())));
        ContainerProperties properties = new ContainerProperties(topic);
        properties.setMessageListener(listener);
        properties.setConsumerRebalanceListener(listener);
        // the listener commits by itself
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        // so that it is told what to commit when nothing more comes
        properties.setPollTimeout(ToldOffsets.DELAY.toMillis());
        properties.setIdleEventInterval(ToldOffsets.DELAY.toMillis());
        properties.setIdleBeforeDataMultiplier(1);
        properties.setMissingTopicsFatal(false);
        properties.setShutdownTimeout(10_000);
        // rights come back: whoever took them by mistake should not have to start every process again
        properties.setAuthExceptionRetryInterval(AUTH_RETRY);
        container = new ConcurrentMessageListenerContainer<>(
                consumers(clients.consumerSettings(settings(ingest, instanceId)), ingest.maxPollRecords()), properties);
        container.setBeanName("ingest");
        container.setConcurrency(ingest.concurrency());
        container.setCommonErrorHandler(new EndlessRetry(listener));
        container.setApplicationEventPublisher(event -> {
            if (event instanceof ListenerContainerIdleEvent idle) listener.idle(idle.getConsumer());
            if (event instanceof ConsumerStoppedEvent stopped) stopped(stopped);
            if (event instanceof ConsumerRetryAuthEvent again) refused.add(again.getSource());
            if (event instanceof ConsumerRetryAuthSuccessfulEvent welcome) refused.remove(welcome.getSource());
        });
    }

    private static DefaultKafkaConsumerFactory<byte[], byte[]> consumers(Map<String, Object> settings, int maxRecords) {
        return new DefaultKafkaConsumerFactory<>(settings) {
            @Override
            protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> ofOne) {
                return new GatheringConsumer(ofOne, new Gathering(maxRecords));
            }
        };
    }

    private static Map<String, Object> settings(IngestProperties ingest, String instanceId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, ingest.group());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 60_000);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int)
                ingest.sessionTimeout().toMillis());
        settings.put(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                (int) ingest.sessionTimeout().toMillis() / 3);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 * 1024 * 1024 + 64 * 1024);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "notification-ingest");
        if (!instanceId.isEmpty()) settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId);
        return settings;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            log.warn("This host has no name; ingest takes part in its group without an instance id");
            return "";
        }
    }

    /** A consumer that spring-kafka gave up for good, most likely because its instance id was taken over. */
    private void stopped(ConsumerStoppedEvent event) {
        switch (event.getReason()) {
            case FENCED ->
                halt("Another process took over the instance id " + instanceId
                        + " (notification.ingest.instance-id) of this one");
            case AUTH, ERROR, NO_OFFSET -> halt("A consumer of ingest stopped: " + event.getReason());
            case NORMAL, ABNORMAL -> log.debug("A consumer of ingest stopped");
        }
    }

    private void halt(String reason) {
        if (halted.compareAndSet(null, reason)) {
            log.error("Ingest stands still: {}", reason);
            AvailabilityChangeEvent.publish(events, this, ReadinessState.REFUSING_TRAFFIC);
            container.stop(() -> log.info("Consumers of ingest are stopped"));
        }
    }

    /** Whether it stands still: until somebody looks, or until Kafka lets it read again. */
    boolean isStanding() {
        return halted.get() != null || !refused.isEmpty() || hasLostConsumers();
    }

    /** Whether one ended without a word of why. */
    private boolean hasLostConsumers() {
        return !container.isInExpectedState();
    }

    @Override
    public Health health() {
        String reason = halted.get();
        if (reason != null)
            return Health.outOfService().withDetail("reason", reason).build();
        if (hasLostConsumers()) {
            return Health.outOfService()
                    .withDetail("reason", "A consumer of ingest ended, its log says why; start the process again")
                    .build();
        }
        if (refused.isEmpty()) return Health.up().build();
        return Health.down()
                .withDetail("reason", "Kafka refuses the credentials or rights of " + refused.size() + " consumers")
                .build();
    }

    @Override
    public void start() {
        container.start();
    }

    @Override
    public void stop() {
        container.stop();
    }

    @Override
    public boolean isRunning() {
        return container.isRunning();
    }

    /** Stops first of all: what it stores still wants to be announced. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 100;
    }
}
