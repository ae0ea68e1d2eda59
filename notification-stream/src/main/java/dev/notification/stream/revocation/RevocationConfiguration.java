package dev.notification.stream.revocation;

import dev.notification.store.Revocations;
import dev.notification.stream.database.DatabaseExecutor;
import dev.notification.stream.database.DatabaseTimer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RevocationProperties.class)
class RevocationConfiguration {

    /** Complete before the first request: without it the node does not start. */
    @Bean
    RevokedCredentials revokedCredentials(
            Revocations revocations, DatabaseExecutor database, DatabaseTimer timer, RevocationProperties properties) {
        RevokedCredentials revoked = new RevokedCredentials(revocations, database);
        revoked.look();
        timer.every(properties.poll(), "look at revocations", revoked::look);
        return revoked;
    }
}
