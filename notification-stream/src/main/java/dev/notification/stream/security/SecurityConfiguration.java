package dev.notification.stream.security;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.notification.stream.http.HttpProperties;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemResponse;
import dev.notification.stream.problem.ProblemType;
import dev.notification.stream.revocation.RevokedCredentials;
import dev.notification.stream.ticket.StreamTickets;
import java.time.Clock;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtReactiveAuthenticationManager;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.server.WebFilter;

/** Every request needs a valid token, except pre-flights and open paths; then its scope; only then the path exists or not. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableConfigurationProperties({HttpProperties.class, SessionProperties.class, TokenProperties.class})
class SecurityConfiguration {

    /** Spring's own rules answer 400 before anybody is authenticated; {@link PlainPaths} has ours. */
    @Bean
    ServerWebExchangeFirewall firewall() {
        return ServerWebExchangeFirewall.INSECURE_NOOP;
    }

    /** An observation of each filter would be kept for as long as the stream behind it is open: 4 KB a stream. */
    @Bean
    SecurityObservationSettings unobservedFilters() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean(defaultCandidate = false)
    VerifiedTokens verifiedTokens(ObjectProvider<ReactiveJwtDecoder> decoder, TokenProperties properties) {
        JwtReactiveAuthenticationManager verifier =
                new JwtReactiveAuthenticationManager(decoder.getIfAvailable(SecurityConfiguration::noTokenSource));
        verifier.setJwtAuthenticationConverter(new CallerConverter());
        return new VerifiedTokens(verifier, properties, Clock.systemUTC(), Ticker.systemTicker());
    }

    /** For this API alone: the management port knows no credentials. */
    @Bean(defaultCandidate = false)
    ReactiveAuthenticationManager validCredentials(
            @Qualifier("verifiedTokens") VerifiedTokens tokens, StreamTickets tickets, RevokedCredentials revoked) {
        return new ValidCredentials(tokens, tickets, revoked);
    }

    @Bean
    KnownCallers knownCallers(@Qualifier("verifiedTokens") VerifiedTokens tokens, RevokedCredentials revoked) {
        return new KnownCallers(tokens, revoked);
    }

    @Bean
    SecurityWebFilterChain apiSecurity(
            ServerHttpSecurity http,
            HttpProperties httpProperties,
            SessionProperties session,
            ObjectProvider<OpenPaths> openPaths,
            @Qualifier("validCredentials") ReactiveAuthenticationManager validCredentials) {
        Set<String> origins = Set.copyOf(httpProperties.allowedOrigins());
        String[] open =
                openPaths.stream().flatMap(paths -> paths.patterns().stream()).toArray(String[]::new);
        closeDown(http);
        http.addFilterAt(new Cors(origins), SecurityWebFiltersOrder.CORS)
                .addFilterAfter(new CookieGuard(origins), SecurityWebFiltersOrder.AUTHENTICATION)
                .addFilterAfter((WebFilter) new PlainPaths(), SecurityWebFiltersOrder.AUTHORIZATION)
                .oauth2ResourceServer(
                        server -> server.bearerTokenConverter(new Credentials(session.cookieName(), matcher(open)))
                                .authenticationEntryPoint(unauthenticated())
                                .jwt(jwt -> jwt.authenticationManager(validCredentials)))
                .exceptionHandling(failures ->
                        failures.authenticationEntryPoint(unauthenticated()).accessDeniedHandler(denied()));
        http.authorizeExchange(paths -> {
            if (open.length > 0) paths.pathMatchers(open).permitAll();
            for (Access access : Access.values())
                paths.pathMatchers(access.patterns()).access(access);
            paths.anyExchange().access(Access::elsewhere);
        });
        return http.build();
    }

    /** Nothing is remembered between requests; without this every request looks for a session and leaves the event loop. */
    private static void closeDown(ServerHttpSecurity http) {
        http.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .csrf(ServerHttpSecurity.CsrfSpec::disable) // see CookieGuard
                .cors(ServerHttpSecurity.CorsSpec::disable) // see Cors
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .headers(headers -> headers.cache(ServerHttpSecurity.HeaderSpec.CacheSpec::disable)
                        .xssProtection(ServerHttpSecurity.HeaderSpec.XssProtectionSpec::disable)
                        .writer(new ResponseHeaders()));
    }

    private static ServerWebExchangeMatcher matcher(String[] open) {
        return open.length == 0
                ? exchange -> ServerWebExchangeMatcher.MatchResult.notMatch()
                : ServerWebExchangeMatchers.pathMatchers(open);
    }

    private static ServerAuthenticationEntryPoint unauthenticated() {
        return (exchange, failure) -> {
            boolean presented = failure instanceof OAuth2AuthenticationException;
            return ProblemResponse.write(
                    exchange,
                    Problem.of(
                                    ProblemType.UNAUTHENTICATED,
                                    presented
                                            ? "The credential is not valid here; get a new one."
                                            : "Send Authorization: Bearer with a token.")
                            .header(
                                    HttpHeaders.WWW_AUTHENTICATE,
                                    presented ? "Bearer error=\"invalid_token\"" : "Bearer"));
        };
    }

    private static ServerAccessDeniedHandler denied() {
        return (exchange, failure) ->
                ProblemResponse.write(exchange, Problem.of(ProblemType.FORBIDDEN, "The caller may not do this."));
    }

    private static ReactiveJwtDecoder noTokenSource() {
        throw new InvalidConfigurationPropertyValueException(
                "spring.security.oauth2.resourceserver.jwt.issuer-uri",
                null,
                "Nothing says whose tokens to trust: set SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUER_URI,"
                        + " ..._JWT_JWK_SET_URI or ..._JWT_PUBLIC_KEY_LOCATION");
    }
}
