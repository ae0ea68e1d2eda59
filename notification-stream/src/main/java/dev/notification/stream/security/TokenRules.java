package dev.notification.stream.security;

import java.util.List;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive.JwkSetUriReactiveJwtDecoderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.web.reactive.function.client.WebClient;

/** What a token must be beside correctly signed; issuer and audience are Boot's own properties. */
@Configuration(proxyBeanMethods = false)
class TokenRules {

    /** {@code exp} is required; clocks may differ by Spring's 60 s. */
    @Bean
    OAuth2TokenValidator<Jwt> tokenTimes() {
        JwtTimestampValidator times = new JwtTimestampValidator();
        times.setAllowEmptyExpiryClaim(false);
        return times;
    }

    /** Plain tokens, and access tokens as RFC 9068 names them. */
    @Bean
    OAuth2TokenValidator<Jwt> tokenType() {
        JwtTypeValidator types = new JwtTypeValidator(List.of("JWT", "at+jwt", "application/at+jwt"));
        types.setAllowEmpty(true);
        return types;
    }

    /**
     * RS256 and ES256, whatever keys the issuer publishes. A single public key is an RSA key and takes RS256, which is
     * Boot's default.
     */
    @Bean
    JwkSetUriReactiveJwtDecoderBuilderCustomizer tokenAlgorithms() {
        WebClient issuer = WebClient.builder().filter(new IssuerDocuments()).build();
        return decoder -> decoder.webClient(issuer).jwsAlgorithms(algorithms -> {
            algorithms.clear();
            algorithms.add(SignatureAlgorithm.RS256);
            algorithms.add(SignatureAlgorithm.ES256);
        });
    }
}
