package dev.notification.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Counts what a store asks its database, its heartbeats apart, and its looks at the schema not at all: they come whenever they like. */
public final class CountedStatements implements BeanPostProcessor {
    private final List<Counted> statements = new CopyOnWriteArrayList<>();
    private final List<String> heartbeats = new CopyOnWriteArrayList<>();

    private record Counted(String sql, Thread by) {}

    /** Forgets what was counted so far. */
    public void clear() {
        statements.clear();
        heartbeats.clear();
    }

    /** The SQL that the calling thread executed since, one entry each time: a store that has just begun asks more on others. */
    public List<String> ofThisThread() {
        Thread here = Thread.currentThread();
        return of(here::equals);
    }

    /** The SQL that the consumers of ingest executed since. */
    public List<String> ofIngest() {
        return of(thread -> thread.getName().matches("ingest-\\d+-C-\\d+"));
    }

    /** The SQL that threads of this name executed since, but for heartbeats. */
    public List<String> ofThread(String name) {
        return of(thread -> thread.getName().equals(name));
    }

    private List<String> of(Predicate<Thread> wanted) {
        return statements.stream()
                .filter(one -> wanted.test(one.by()))
                .map(Counted::sql)
                .toList();
    }

    /** Heartbeats, whoever sent them. */
    public List<String> heartbeats() {
        return List.copyOf(heartbeats);
    }

    private void count(String sql) {
        if (sql.contains("flyway_schema_history")) return;
        if (sql.contains("insert into node_heartbeat")) heartbeats.add(sql);
        else statements.add(new Counted(sql, Thread.currentThread()));
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource ? wrap(DataSource.class, bean, null) : bean;
    }

    private Object wrap(Class<?> type, Object target, @org.jspecify.annotations.Nullable String sql) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getName().startsWith("execute")) {
                count(sql != null ? sql : String.valueOf(args[0]));
            }
            Object result;
            try {
                result = method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (result instanceof Connection && !method.getName().equals("unwrap"))
                return wrap(Connection.class, result, null);
            if (result instanceof PreparedStatement && method.getName().equals("prepareStatement"))
                return wrap(PreparedStatement.class, result, String.valueOf(args[0]));
            if (result instanceof Statement && method.getName().equals("createStatement"))
                return wrap(Statement.class, result, null);
            return result;
        });
    }

    /** Puts it into a store. */
    @Configuration(proxyBeanMethods = false)
    public static class Counting {
        @Bean
        static CountedStatements countedStatements() {
            return new CountedStatements();
        }
    }
}
