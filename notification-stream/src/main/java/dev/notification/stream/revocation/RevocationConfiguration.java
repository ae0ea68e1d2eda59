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

    @Bean
    RevokedCredentials revokedCredentials(Revocations revocations, DatabaseExecutor database) {
        return new RevokedCredentials(revocations, database);
    }

    @Bean
    RevocationLooks revocationLooks(RevokedCredentials revoked, DatabaseTimer timer, RevocationProperties properties) {
        return new RevocationLooks(revoked, timer, properties.poll());
    }
}
