package dev.notification.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The store as it runs in the deployable, without the rest of it. Closing it stops it in order. */
public final class TestStore implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private TestStore(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** A store on this database and these topics, to be started. */
    public static Setup on(TestDatabase database, TestTopics topics) {
        return on(database, topics.properties());
    }

    /** A store on this database and the topics that the properties name, to be started. */
    public static Setup on(TestDatabase database, List<String> properties) {
        return new Setup(database).with(properties);
    }

    /** What is to be different in a store. */
    public static final class Setup {
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final List<Class<?>> sources = new ArrayList<>(List.of(Application.class));
        private @Nullable Class<?> beanType;
        private @Nullable Supplier<?> bean;

        private Setup(TestDatabase database) {
            with(List.of(
                    "spring.datasource.url=" + database.url(),
                    "spring.datasource.username=" + database.username(),
                    "spring.datasource.password=" + database.password(),
                    "spring.main.banner-mode=off",
                    "spring.main.log-startup-info=false",
                    "spring.main.register-shutdown-hook=false",
                    "spring.jmx.enabled=false",
                    "notification.ingest.instance-id="));
        }

        /** With this {@code key=value}; the last one counts. */
        public Setup with(String property) {
            return with(List.of(property));
        }

        /** With these. */
        public Setup with(List<String> more) {
            for (String property : more) {
                String[] parts = property.split("=", 2);
                properties.put(parts[0], parts[1]);
            }
            return this;
        }

        /** With a configuration class more. */
        public Setup with(Class<?> configuration) {
            sources.add(configuration);
            return this;
        }

        /** With a bean of the test's. */
        public <T> Setup with(Class<T> type, Supplier<T> supplier) {
            beanType = type;
            bean = supplier;
            return this;
        }

        /** Starts it; fails as the deployable would. */
        public TestStore start() {
            SpringApplicationBuilder builder = new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                    .web(WebApplicationType.NONE)
                    .initializers((GenericApplicationContext context) -> registerBean(context));
            return new TestStore(builder.run(properties.entrySet().stream()
                    .map(property -> "--" + property.getKey() + "=" + property.getValue())
                    .toArray(String[]::new)));
        }

        @SuppressWarnings("unchecked")
        private void registerBean(GenericApplicationContext context) {
            if (beanType != null && bean != null) {
                context.registerBean((Class<Object>) beanType, (Supplier<Object>) bean);
            }
        }
    }

    /** One of its beans. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** One of its beans. */
    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /** Its inboxes. */
    public Inbox inbox() {
        return bean(Inbox.class);
    }

    @Override
    public void close() {
        context.close();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}
}
