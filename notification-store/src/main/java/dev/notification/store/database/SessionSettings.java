package dev.notification.store.database;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;

/**
 * Gives every database session of the pool the limits that durability rests on: a paused or cut-off process must not keep
 * row locks, and a server that never answers must not keep threads. What the operator set in
 * {@code spring.datasource.hikari.*} wins.
 */
final class SessionSettings implements BeanPostProcessor {
    private static final String OPTIONS = "-c default_transaction_isolation=read\\ committed"
            + " -c idle_in_transaction_session_timeout=10s"
            + " -c lock_timeout=5s"
            + " -c statement_timeout=10s"
            + " -c tcp_user_timeout=10s"
            // with many partitions, planning each of the first executions anew costs more than the statement
            + " -c plan_cache_mode=force_generic_plan"
            // every row is found by an index; a plan made while a partition was empty must not scan it when it is full
            + " -c enable_seqscan=off"
            // statements of milliseconds, which a plan over many partitions makes look dear enough for seconds of
            // compiling
            + " -c jit=off";

    private final Environment environment;

    SessionSettings(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
            pool.getDataSourceProperties().putIfAbsent("options", OPTIONS);
            pool.getDataSourceProperties().putIfAbsent("socketTimeout", "15");
            pool.getDataSourceProperties().putIfAbsent("connectTimeout", "5");
            pool.getDataSourceProperties().putIfAbsent("tcpKeepAlive", "true");
            // the detail of an error quotes values, which do not belong into logs; the server's log has it
            pool.getDataSourceProperties().putIfAbsent("logServerErrorDetail", "false");
            pool.getDataSourceProperties().putIfAbsent("ApplicationName", "notification");
            if (!environment.containsProperty("spring.datasource.hikari.connection-timeout")) {
                pool.setConnectionTimeout(3_000);
            }
        }
        return bean;
    }
}
