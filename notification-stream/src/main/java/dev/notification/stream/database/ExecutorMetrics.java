package dev.notification.stream.database;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * How busy the threads of an executor are, and what they had to turn away.
 *
 * @param prefix of the names: {@code .threads}, {@code .active}, {@code .waiting} and {@code .rejected}
 */
public record ExecutorMetrics(String prefix, DatabaseExecutor executor) implements MeterBinder {
    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(prefix + ".waiting", executor, DatabaseExecutor::waiting)
                .description("Calls that wait for one of these threads")
                .register(registry);
        Gauge.builder(prefix + ".active", executor, DatabaseExecutor::active)
                .description("Calls that run on these threads")
                .register(registry);
        Gauge.builder(prefix + ".threads", executor, DatabaseExecutor::threads)
                .description("Threads that call the database")
                .register(registry);
        FunctionCounter.builder(prefix + ".rejected", executor, DatabaseExecutor::rejected)
                .description("Calls that found too many waiting and were turned away")
                .register(registry);
    }
}
