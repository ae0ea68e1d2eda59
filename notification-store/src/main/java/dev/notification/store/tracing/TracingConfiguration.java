package dev.notification.store.tracing;

import dev.notification.store.LoggedRecipients;
import dev.notification.store.Traces;
import io.micrometer.tracing.Tracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

@AutoConfiguration
class TracingConfiguration {

    /** On where somebody made a tracer. */
    @Bean
    Traces traces(ObjectProvider<Tracer> tracer, LoggedRecipients recipients) {
        return new Traces(tracer.getIfAvailable(), recipients);
    }
}
