package dev.notification.stream.security;

import static dev.notification.stream.testing.Http.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.notification.store.InMemoryArrivals;
import dev.notification.store.InMemoryRevocations;
import dev.notification.store.InMemoryTickets;
import dev.notification.store.Revocations;
import dev.notification.store.Tickets;
import dev.notification.stream.testing.Http;
import dev.notification.stream.testing.TestIssuer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Who gets in: T01–T05, T11–T13, over real HTTP with tokens of a real issuer. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.security.oauth2.resourceserver.jwt.audiences=" + TestIssuer.AUDIENCE,
            "notification.http.allowed-origins=https://app.example,http://localhost:5173"
        })
class SecurityTests {
    private static final TestIssuer ISSUER = new TestIssuer();
    private static final String READ = "notifications.read";
    private static final String ORIGIN = "https://app.example";

    @LocalServerPort
    private int port;

    private Http http = new Http(0);

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry registry) {
        registry.add("spring.security.oauth2.resourceserver.jwt.jwk-set-uri", ISSUER::keysUri);
        registry.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", ISSUER::issuer);
    }

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @AfterAll
    static void stop() {
        ISSUER.close();
    }

    /** Stands for the controllers, whose bodies are no matter of security. */
    @SpringBootConfiguration
    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
                "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration",
                "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
                "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration",
                "dev.notification.api.spring.NotificationPublisherAutoConfiguration",
                "dev.notification.store.access.AccessConfiguration",
                "dev.notification.store.arrival.ArrivalConfiguration",
                "dev.notification.store.audit.AuditConfiguration",
                "dev.notification.store.correction.CorrectionConfiguration",
                "dev.notification.store.database.DatabaseConfiguration",
                "dev.notification.store.inbox.InboxConfiguration",
                "dev.notification.store.ingest.IngestConfiguration",
                "dev.notification.store.kafka.KafkaConfiguration",
                "dev.notification.store.ledger.LedgerConfiguration",
                "dev.notification.store.node.NodeConfiguration",
                "dev.notification.store.rejection.RejectionConfiguration",
                "dev.notification.store.retention.RetentionConfiguration"
            })
    @ComponentScan({
        "dev.notification.stream.security",
        "dev.notification.stream.problem",
        "dev.notification.stream.http",
        "dev.notification.stream.database",
        "dev.notification.stream.revocation",
        "dev.notification.stream.ticket"
    })
    @ComponentScan(
            basePackages = "dev.notification.stream.admin",
            useDefaultFilters = false,
            includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*\\.RevocationController"))
    static class Application {

        @Bean
        Tickets tickets(Clock clock) {
            return new InMemoryTickets(clock, new InMemoryArrivals());
        }

        @Bean
        Revocations revocations(Clock clock) {
            return new InMemoryRevocations(clock, new InMemoryArrivals());
        }

        @Bean
        OpenPaths page() {
            return new OpenPaths(List.of("/", "/page/**"));
        }
    }

    @RestController
    static class Routes {

        @GetMapping({"/v1/stream", "/v1/inbox", "/v1/inbox/summary", "/v1/subscriptions"})
        Mono<String> own(@AuthenticationPrincipal Caller caller) {
            return Mono.just(caller.recipient());
        }

        @PostMapping({"/v1/acks", "/v1/inbox/reads"})
        Mono<String> change(@AuthenticationPrincipal Caller caller) {
            return Mono.just(caller.recipient());
        }

        @PutMapping("/v1/subscriptions/{topic}")
        Mono<String> put() {
            return Mono.just("put");
        }

        @DeleteMapping("/v1/admin/recipients/{recipient}")
        Mono<String> delete() {
            return Mono.just("deleted");
        }

        @PostMapping("/v1/notifications")
        Mono<String> publish() {
            return Mono.just("published");
        }

        @GetMapping("/v1/admin/stats")
        Mono<String> stats() {
            return Mono.just("stats");
        }

        @GetMapping(
                path = {"/", "/page/app.html"},
                produces = MediaType.TEXT_HTML_VALUE)
        Mono<String> page() {
            return Mono.just("<p>page</p>");
        }
    }

    static Stream<Arguments> everyRoute() {
        String publish = "notifications.publish";
        String admin = "notifications.admin";
        return Stream.of(
                Arguments.of("GET", "/v1/stream", READ, publish),
                Arguments.of("POST", "/v1/stream-tickets", READ, admin),
                Arguments.of("POST", "/v1/acks", READ, publish + " " + admin),
                Arguments.of("GET", "/v1/inbox", READ, publish),
                Arguments.of("GET", "/v1/inbox/summary", READ, admin),
                Arguments.of("POST", "/v1/inbox/reads", READ, admin),
                Arguments.of("GET", "/v1/subscriptions", READ, admin),
                Arguments.of("PUT", "/v1/subscriptions/news", READ, admin),
                Arguments.of("POST", "/v1/session", READ, publish),
                Arguments.of("DELETE", "/v1/session", READ, publish),
                Arguments.of("POST", "/v1/notifications", publish, READ + " " + admin),
                Arguments.of("GET", "/v1/admin/stats", admin, READ + " " + publish),
                Arguments.of("DELETE", "/v1/admin/recipients/bob", admin, READ),
                Arguments.of("POST", "/v1/admin/recipients/nobody/revoke", admin, READ + " " + publish));
    }

    @ParameterizedTest
    @MethodSource("everyRoute")
    void letsInOnlyTheRightScope(String method, String path, String right, String wrong) {
        HttpResponse<String> anonymous = http.send(method, path, "");
        assertProblem(anonymous, 401, "unauthenticated");
        assertThat(anonymous.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");

        for (String scope : List.of(wrong, "", "openid", "notifications", right + "s")) {
            HttpResponse<String> refused = http.send(method, path, "", bearer(ISSUER.token("alice", scope)));
            assertProblem(refused, 403, "missing-scope");
            assertThat(refused.headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer error=\"insufficient_scope\", scope=\"" + right + "\"");
        }
        assertThat(http.send(method, path, "", bearer(ISSUER.token("alice", "openid " + right)))
                        .statusCode())
                .isIn(200, 204);
    }

    static Stream<Arguments> badTokens() throws JOSEException {
        JWTClaimsSet.Builder good = ISSUER.claims("alice", READ);
        Date past = Date.from(TestIssuer.CLOCK.instant().minusSeconds(90));
        Date soon = Date.from(TestIssuer.CLOCK.instant().plusSeconds(120));
        RSAKey foreign = new RSAKeyGenerator(2048).keyID("rsa").generate();
        byte[] publicKey = ISSUER.rsa().toRSAPublicKey().getEncoded();
        String valid = ISSUER.sign(good);
        return Stream.of(
                Arguments.of("no token at all", "garbage"),
                Arguments.of("two parts", "a.b"),
                Arguments.of("unsigned", new PlainJWT(good.build()).serialize()),
                Arguments.of("no signature", valid.substring(0, valid.lastIndexOf('.') + 1)),
                Arguments.of("other signature", valid.substring(0, valid.length() - 8) + "AAAAAAAA"),
                Arguments.of(
                        "HS256 with the public key",
                        ISSUER.sign(
                                good,
                                new JWSHeader.Builder(JWSAlgorithm.HS256)
                                        .keyID("rsa")
                                        .build(),
                                new MACSigner(publicKey))),
                Arguments.of(
                        "RS512",
                        ISSUER.sign(
                                good,
                                new JWSHeader.Builder(JWSAlgorithm.RS512)
                                        .keyID("rsa")
                                        .build(),
                                new com.nimbusds.jose.crypto.RSASSASigner(ISSUER.rsa()))),
                Arguments.of(
                        "foreign key",
                        ISSUER.sign(
                                good,
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .keyID("rsa")
                                        .build(),
                                new com.nimbusds.jose.crypto.RSASSASigner(foreign))),
                Arguments.of(
                        "the key it brings along",
                        ISSUER.sign(
                                good,
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .jwk(foreign.toPublicJWK())
                                        .build(),
                                new com.nimbusds.jose.crypto.RSASSASigner(foreign))),
                Arguments.of("key id with a path", ISSUER.sign(good, header -> header.keyID("../../etc/passwd"))),
                Arguments.of("key id with SQL", ISSUER.sign(good, header -> header.keyID("' or 1=1 --"))),
                Arguments.of(
                        "unknown critical header",
                        ISSUER.sign(
                                good,
                                header -> header.keyID("rsa")
                                        .criticalParams(java.util.Set.of("exotic"))
                                        .customParam("exotic", true))),
                Arguments.of(
                        "another kind of token",
                        ISSUER.sign(good, header -> header.keyID("rsa").type(new JOSEObjectType("logout+jwt")))),
                Arguments.of(
                        "other audience",
                        ISSUER.sign(ISSUER.claims("alice", READ).audience("somebody"))),
                Arguments.of(
                        "no audience", ISSUER.sign(ISSUER.claims("alice", READ).audience((String) null))),
                Arguments.of(
                        "other issuer", ISSUER.sign(ISSUER.claims("alice", READ).issuer("http://evil.example"))),
                Arguments.of(
                        "no issuer", ISSUER.sign(ISSUER.claims("alice", READ).issuer(null))),
                Arguments.of(
                        "no expiry", ISSUER.sign(ISSUER.claims("alice", READ).expirationTime(null))),
                Arguments.of("expired", ISSUER.sign(ISSUER.claims("alice", READ).expirationTime(past))),
                Arguments.of(
                        "not valid yet",
                        ISSUER.sign(ISSUER.claims("alice", READ).notBeforeTime(soon))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void refusesTokensThatAreNotValidHere(String what, String token) {
        HttpResponse<String> refused = http.get("/v1/stream", bearer(token));
        assertProblem(refused, 401, "unauthenticated");
        assertThat(refused.headers().allValues("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "unknown"})
    void fetchesNoKeyFromWhereATokenPoints(String keyId) {
        JWTClaimsSet.Builder claims = ISSUER.claims("alice", READ);
        try (TestIssuer foreign = new TestIssuer()) {
            URI keys = URI.create(foreign.keysUri());
            String jku = foreign.sign(claims, header -> header.keyID(keyId).jwkURL(keys));
            String x5u = foreign.sign(claims, header -> header.keyID(keyId).x509CertURL(keys));
            assertInvalid(http.get("/v1/stream", bearer(jku)));
            assertInvalid(http.get("/v1/stream", bearer(x5u)));
            assertThat(foreign.requests()).isZero();
        }
    }

    @Test
    void takesTheKindsOfTokensThatAreInUse() {
        JWTClaimsSet.Builder claims = ISSUER.claims("alice", READ);
        assertThat(http.get("/v1/stream", bearer(ISSUER.signEc(claims))).body()).isEqualTo("alice");
        String access = ISSUER.sign(claims, header -> header.keyID("rsa").type(new JOSEObjectType("at+jwt")));
        assertThat(http.get("/v1/stream", bearer(access)).body()).isEqualTo("alice");
        String scopesAsList = ISSUER.sign(ISSUER.claims("alice", "").claim("scope", List.of("openid", READ)));
        assertThat(http.get("/v1/stream", bearer(scopesAsList)).body()).isEqualTo("alice");
    }

    @Test
    void asksTheIssuerOnlyOnceInAWhileWhateverKeyIdsTokensName() {
        assertThat(http.get("/v1/stream", bearer(ISSUER.token("alice", READ))).statusCode())
                .isEqualTo(200);
        int before = ISSUER.requests();
        for (int i = 0; i < 50; i++) {
            String id = "invented-" + i;
            String token = ISSUER.sign(ISSUER.claims("alice", READ), header -> header.keyID(id));
            assertThat(http.get("/v1/stream", bearer(token)).statusCode()).isEqualTo(401);
        }
        assertThat(ISSUER.requests() - before).isLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " alice", "alice ", "a,b", "a\nb", "\u0000", "a\u0085b"})
    void refusesASubjectThatIsNoRecipient(String subject) {
        String token = ISSUER.token(subject, READ + " notifications.publish notifications.admin");
        assertProblem(http.get("/v1/inbox", bearer(token)), 403, "not-a-recipient");
        assertProblem(http.send("POST", "/v1/notifications", "", bearer(token)), 403, "not-a-recipient");
        assertProblem(http.get("/v1/admin/stats", bearer(token)), 403, "not-a-recipient");
        assertProblem(http.get("/v1/nothing", bearer(token)), 403, "not-a-recipient");
    }

    @Test
    void knowsNoPathBeforeItKnowsTheCaller() {
        for (String path : List.of("/", "/v1", "/v2/stream", "/v1/nothing", "/actuator/env", "/favicon.ico")) {
            if (!path.equals("/")) assertProblem(http.get(path), 401, "unauthenticated");
        }
        String token = ISSUER.token("alice", READ);
        assertProblem(http.get("/v1/nothing", bearer(token)), 404, "not-found");
        assertProblem(http.send("POST", "/nothing", "", bearer(token)), 404, "not-found");
        assertProblem(http.get("/v1/admin/nothing", bearer(token)), 403, "missing-scope");
    }

    @Test
    void saysWhichMethodsAPathHas() {
        String token = ISSUER.token("alice", READ + " notifications.publish");
        for (String method : List.of("PATCH", "DELETE", "BREW")) {
            HttpResponse<String> refused = http.send(method, "/v1/stream", "", bearer(token));
            assertProblem(refused, 405, "method-not-allowed");
            assertThat(refused.headers().firstValue("Allow")).contains("GET");
        }
        HttpResponse<String> session = http.get("/v1/session", bearer(token));
        assertProblem(session, 405, "method-not-allowed");
        assertThat(session.headers().firstValue("Allow")).contains("DELETE, POST");
        assertProblem(http.get("/v1/notifications", bearer(token)), 405, "method-not-allowed");
    }

    @Test
    void refusesTokensInTheUrl() {
        String token = ISSUER.token("alice", READ);
        assertProblem(http.get("/v1/stream?access_token=" + token), 400, "token-in-url");
        assertProblem(http.get("/v1/stream?access_token=" + token, bearer(token)), 400, "token-in-url");
        assertThat(http.get("/v1/stream?access_token=" + token).body()).doesNotContain(token);
        // a ticket has no dots
        assertProblem(http.get("/v1/stream?ticket=" + token), 400, "token-in-url");
    }

    @Test
    void opensThePageToEverybodyEvenWithAStaleCookie() {
        HttpResponse<String> page = http.get("/page/app.html", "Cookie", "__Host-notification=stale");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("frame-ancestors 'none'");
        assertThat(http.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void putsTheTokenIntoACookieThatScriptsCannotRead() {
        String token = ISSUER.token("alice", READ);
        HttpResponse<String> opened = http.send("POST", "/v1/session", "", bearer(token));
        assertThat(opened.statusCode()).isEqualTo(204);
        String cookie = opened.headers().firstValue("Set-Cookie").orElse("");
        assertThat(cookie)
                .startsWith("__Host-notification=" + token + ";")
                .contains("Path=/", "Secure", "HttpOnly", "SameSite=Strict")
                .doesNotContain("Domain");
        assertThat(Integer.parseInt(cookie.replaceAll(".*Max-Age=(\\d+).*", "$1")))
                .isBetween(590, 600);

        assertThat(http.get("/v1/stream", "Cookie", "__Host-notification=" + token)
                        .body())
                .isEqualTo("alice");
        HttpResponse<String> closed = http.send("DELETE", "/v1/session", "", bearer(token));
        assertThat(closed.headers().firstValue("Set-Cookie").orElse(""))
                .startsWith("__Host-notification=;")
                .contains("Max-Age=0", "Path=/", "Secure");
    }

    @Test
    void believesTheHeaderBeforeTheCookie() {
        String cookie = "__Host-notification=" + ISSUER.token("alice", READ);
        assertThat(http.get("/v1/stream", "Cookie", cookie, "Authorization", "Bearer " + ISSUER.token("bob", READ))
                        .body())
                .isEqualTo("bob");
        assertProblem(
                http.get("/v1/stream", "Cookie", cookie, "Authorization", "Bearer nonsense"), 401, "unauthenticated");
    }

    private String ticket(String recipient) {
        HttpResponse<String> sold = http.send("POST", "/v1/stream-tickets", "", bearer(ISSUER.token(recipient, READ)));
        assertThat(sold.statusCode()).as(sold.body()).isEqualTo(200);
        return json(sold).get("ticket").stringValue();
    }

    private static void assertInvalid(HttpResponse<String> refused) {
        assertProblem(refused, 401, "unauthenticated");
        assertThat(refused.headers().allValues("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
    }

    @Test
    void sellsTicketsThatOpenTheStreamOfTheirRecipientAgainAndAgain() {
        HttpResponse<String> sold = http.send("POST", "/v1/stream-tickets", "", bearer(ISSUER.token("buyer", READ)));
        assertThat(sold.body()).matches("\\{\"ticket\":\"[A-Za-z0-9_-]{32}\",\"expiresIn\":30}");
        assertThat(sold.headers().allValues("Cache-Control")).containsExactly("no-store");
        String path = "/v1/stream?ticket=" + json(sold).get("ticket").stringValue();
        for (int i = 0; i < 3; i++) assertThat(http.get(path).body()).isEqualTo("buyer");
    }

    @Test
    void sellsNoLongerTimeForTheFirstUseThanTheCredentialHas() {
        Date soon = Date.from(TestIssuer.CLOCK.instant().plusSeconds(10));
        String token = ISSUER.sign(ISSUER.claims("buyer", READ).expirationTime(soon));
        HttpResponse<String> sold = http.send("POST", "/v1/stream-tickets", "", bearer(token));
        assertThat(json(sold).get("expiresIn").intValue()).isBetween(7, 10);
    }

    @Test
    void sellsNobodyTicketsWithoutEnd() {
        String token = ISSUER.token("eager", READ);
        List<HttpResponse<String>> answers = Stream.generate(
                        () -> http.send("POST", "/v1/stream-tickets", "", bearer(token)))
                .limit(40)
                .toList();
        assertThat(answers.subList(0, 20))
                .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        HttpResponse<String> refused = answers.get(39);
        assertProblem(refused, 429, "too-many-requests");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "?ticket=",
                "?ticket",
                "?ticket=short",
                "?ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "?ticket=%00%0a'--",
                "?ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void refusesTicketsThatItDidNotSell(String query) {
        assertInvalid(http.get("/v1/stream" + query));
    }

    @Test
    void refusesATicketThatIsGivenTwice() {
        String ticket = ticket("buyer");
        assertInvalid(http.get("/v1/stream?ticket=" + ticket + "&ticket=" + ticket));
        assertThat(http.get("/v1/stream?ticket=" + ticket).body()).isEqualTo("buyer");
    }

    @Test
    void letsATicketOpenNothingButTheStream() {
        String query = "?ticket=" + ticket("buyer");
        for (String path : List.of("/v1/inbox", "/v1/inbox/summary", "/v1/stream/", "/v1/nothing", "/V1/stream")) {
            HttpResponse<String> refused = http.get(path + query);
            assertProblem(refused, 401, "unauthenticated");
            assertThat(refused.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
        }
        for (String path :
                List.of("/v1/acks", "/v1/stream-tickets", "/v1/session", "/v1/notifications", "/v1/stream")) {
            assertProblem(http.send("POST", path + query, ""), 401, "unauthenticated");
        }
        assertThat(http.send("HEAD", "/v1/stream" + query, "").statusCode()).isEqualTo(401);
        assertThat(http.get("/v1/stream" + query).body()).isEqualTo("buyer");
    }

    @Test
    void believesTheHeaderBeforeATicketAndATicketBeforeTheCookie() {
        String path = "/v1/stream?ticket=" + ticket("buyer");
        String cookie = "__Host-notification=" + ISSUER.token("cookie", READ);
        String[] header = bearer(ISSUER.token("header", READ));
        assertThat(http.get(path, "Cookie", cookie, header[0], header[1]).body())
                .isEqualTo("header");
        assertThat(http.get(path, "Cookie", cookie).body()).isEqualTo("buyer");
        assertInvalid(http.get("/v1/stream?ticket=unknown", "Cookie", cookie));
        assertInvalid(http.get(path, "Authorization", "Bearer nonsense"));
        assertThat(http.get("/v1/inbox?ticket=unknown", "Cookie", cookie).body())
                .isEqualTo("cookie");
    }

    /** An answer from a database thread, then one from the event loop: in turn, on a connection that is kept alive. */
    @Test
    void answersWhateverCameBeforeOnTheSameConnection() {
        String path = "/v1/stream?ticket=" + ticket("buyer");
        for (int i = 0; i < 200; i++) {
            assertThat(http.get(path).body()).isEqualTo("buyer");
            assertInvalid(http.get("/v1/stream", bearer("nonsense")));
        }
    }

    @Test
    void opensAStreamForAPageOfAnyOriginThatHasATicket() {
        HttpResponse<String> answer =
                http.get("/v1/stream?ticket=" + ticket("buyer"), "Origin", "https://evil.example");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void refusesWhateverWasIssuedBeforeItWasRevoked() {
        String path = "/v1/stream?ticket=" + ticket("victim");
        String old = ISSUER.token("victim", READ + " notifications.admin");
        String undated = ISSUER.sign(ISSUER.claims("victim", READ).issueTime(null));
        String cookie = "__Host-notification=" + old;
        assertThat(http.get("/v1/stream", bearer(undated)).statusCode()).isEqualTo(200);

        HttpResponse<String> revoked = http.send("POST", "/v1/admin/recipients/victim/revoke", "", bearer(old));
        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(revoked.body())
                .matches("\\{\"recipient\":\"victim\",\"revokedBefore\":\"\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\"}");

        assertInvalid(http.get("/v1/stream", bearer(old)));
        assertInvalid(http.get("/v1/stream", bearer(undated)));
        assertInvalid(http.get("/v1/inbox", "Cookie", cookie));
        assertInvalid(http.get("/v1/admin/stats", bearer(old)));
        assertInvalid(http.get(path));
        assertInvalid(http.send("POST", "/v1/stream-tickets", "", bearer(old)));
        assertThat(http.get("/v1/stream", bearer(ISSUER.token("other", READ))).statusCode())
                .isEqualTo(200);

        Date later = Date.from(TestIssuer.CLOCK.instant().plusSeconds(1));
        String fresh = ISSUER.sign(ISSUER.claims("victim", READ).issueTime(later));
        assertThat(http.get("/v1/stream", bearer(fresh)).body()).isEqualTo("victim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Cb", "%20alice", "alice%20", "a%0Ab", "a%00b"})
    void saysWhatIsWrongWithTheNameOfWhomToRevoke(String name) {
        String token = ISSUER.token("admin", "notifications.admin");
        HttpResponse<String> refused = http.send("POST", "/v1/admin/recipients/" + name + "/revoke", "", bearer(token));
        assertProblem(refused, 400, "malformed");
        assertThat(json(refused).get("detail").stringValue()).startsWith("In the path, recipient must not");
    }

    @Test
    void revokesRecipientsWhateverTheirNamesAreMadeOf() {
        String token = ISSUER.token("admin", "notifications.admin");
        for (String[] name : new String[][] {{"a%2Fb", "a/b"}, {"%C3%A4%20%3B%25", "ä ;%"}, {"a.b@c", "a.b@c"}}) {
            HttpResponse<String> answer =
                    http.send("POST", "/v1/admin/recipients/" + name[0] + "/revoke", "", bearer(token));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(json(answer).get("recipient").stringValue()).isEqualTo(name[1]);
        }
    }

    static Stream<Arguments> crossSite() {
        return Stream.of(
                Arguments.of("POST", ORIGIN, "XMLHttpRequest", 200),
                Arguments.of("POST", "http://localhost:5173", "x", 200),
                Arguments.of("POST", ORIGIN, "", 403),
                Arguments.of("POST", "", "XMLHttpRequest", 403),
                Arguments.of("POST", "null", "XMLHttpRequest", 403),
                Arguments.of("POST", "https://evil.example", "XMLHttpRequest", 403),
                Arguments.of("POST", "https://app.example.evil.example", "XMLHttpRequest", 403),
                Arguments.of("POST", "https://evil-app.example", "XMLHttpRequest", 403),
                Arguments.of("POST", "http://app.example", "XMLHttpRequest", 403),
                Arguments.of("POST", "https://app.example:8443", "XMLHttpRequest", 403),
                Arguments.of("POST", "", "", 403),
                Arguments.of("GET", "", "", 200),
                Arguments.of("GET", ORIGIN, "", 200),
                Arguments.of("GET", "https://evil.example", "", 403),
                Arguments.of("GET", "null", "", 403));
    }

    @ParameterizedTest
    @MethodSource("crossSite")
    void guardsTheCookieAgainstForeignSites(String method, String origin, String requestedWith, int status) {
        java.util.ArrayList<String> headers = new java.util.ArrayList<>();
        headers.addAll(List.of("Cookie", "__Host-notification=" + ISSUER.token("alice", READ)));
        if (!origin.isEmpty()) headers.addAll(List.of("Origin", origin));
        if (!requestedWith.isEmpty()) headers.addAll(List.of("X-Requested-With", requestedWith));
        String path = method.equals("GET") ? "/v1/stream" : "/v1/acks";
        HttpResponse<String> answer = http.send(method, path, "", headers.toArray(String[]::new));
        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 403) assertProblem(answer, 403, "cross-site");
    }

    @Test
    void letsBearersComeFromAnywhere() {
        String[] headers = {"Authorization", "Bearer " + ISSUER.token("alice", READ), "Origin", "https://evil.example"};
        HttpResponse<String> answer = http.send("POST", "/v1/acks", "", headers);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void tellsAllowedOriginsThatTheyMayReadEvenTheErrors() {
        for (String[] token : new String[][] {bearer(ISSUER.token("alice", READ)), {}}) {
            HttpResponse<String> answer = http.get(
                    "/v1/stream",
                    Stream.concat(Stream.of("Origin", ORIGIN), Stream.of(token)).toArray(String[]::new));
            assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
                    .containsExactly(ORIGIN);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                    .contains("true");
            assertThat(answer.headers().firstValue("Access-Control-Expose-Headers"))
                    .contains("Retry-After");
            assertThat(answer.headers().allValues("Vary")).contains("Origin");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "https://evil.example",
                "https://app.example.evil.example",
                "https://evil-app.example",
                "http://app.example",
                "https://app.example:444",
                "https://APP.example",
                "https://app.example/",
                "https://app.example.",
                "*",
                "https://xapp.example",
                "file://",
                "https://app_example"
            })
    void saysNothingOfCorsToOtherOrigins(String origin) {
        HttpResponse<String> answer = preflight(origin);
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        assertThat(answer.headers().allValues("Vary")).contains("Origin");
    }

    @Test
    void givesNothingAwayAndLetsNobodyKeepIt() {
        HttpResponse<String> answer = http.get("/v1/inbox", bearer(ISSUER.token("alice", READ)));
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(answer.headers().firstValue("X-Powered-By")).isEmpty();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    private HttpResponse<String> preflight(String origin) {
        return http.send(
                "OPTIONS",
                "/v1/stream",
                "",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "GET",
                "Access-Control-Request-Headers",
                "last-event-id, authorization, content-type, x-requested-with");
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String slug) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).get("type").stringValue()).isEqualTo("urn:notification:problem:" + slug);
        assertThat(json(answer).get("status").intValue()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("Exception", "org.", "java.", "127.0.0.1");
    }
}
