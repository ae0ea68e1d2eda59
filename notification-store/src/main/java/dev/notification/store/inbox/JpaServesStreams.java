package dev.notification.store.inbox;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.metrics.HibernateMetricsAutoConfiguration;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves JPA out of a process that ingests alone: it reads inboxes for those who look at them, and is the longest part of a
 * start.
 */
final class JpaServesStreams implements AutoConfigurationImportFilter, EnvironmentAware {
    private static final Set<String> JPA = Set.of(
            DataJpaRepositoriesAutoConfiguration.class.getName(),
            HibernateJpaAutoConfiguration.class.getName(),
            HibernateMetricsAutoConfiguration.class.getName());

    private boolean streams = true;

    @Override
    public void setEnvironment(Environment environment) {
        streams = environment.getProperty("notification.stream.enabled", Boolean.class, true);
    }

    @Override
    public boolean[] match(@Nullable String[] candidates, AutoConfigurationMetadata metadata) {
        boolean[] wanted = new boolean[candidates.length];
        for (int i = 0; i < candidates.length; i++) {
            String candidate = candidates[i];
            // null: another filter left it out
            wanted[i] = streams || candidate == null || !JPA.contains(candidate);
        }
        return wanted;
    }
}
