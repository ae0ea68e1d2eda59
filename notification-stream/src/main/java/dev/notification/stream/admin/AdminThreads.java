package dev.notification.stream.admin;

import dev.notification.stream.database.DatabaseExecutor;
import dev.notification.stream.database.ExecutorMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.Callable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Where what admins look for and change waits for the database: few threads of their own, so that acks and streams never stand
 * behind it, however much is asked and however long it takes.
 */
@Component
@EnableConfigurationProperties(AdminProperties.class)
class AdminThreads implements MeterBinder, AutoCloseable {
    private final DatabaseExecutor threads;

    AdminThreads(AdminProperties properties) {
        this.threads = new DatabaseExecutor(properties.threads(), properties.queue());
    }

    /** As {@link DatabaseExecutor#call}. */
    <T> Mono<T> call(Callable<T> call) {
        return threads.call(call);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        new ExecutorMetrics("notification.admin", threads).bindTo(registry);
    }

    @Override
    public void close() {
        threads.close();
    }
}
