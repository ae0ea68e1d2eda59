package dev.notification.stream.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import reactor.core.Exceptions;
import reactor.netty.channel.AbortedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProblemTranslationTests {
    private static final String SECRET = "select * from inbox at db-7.internal";

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new IllegalStateException(SECRET), ProblemType.INTERNAL),
                Arguments.of(new StackOverflowError(SECRET), ProblemType.INTERNAL),
                Arguments.of(new DataAccessResourceFailureException(SECRET), ProblemType.UNAVAILABLE),
                Arguments.of(new QueryTimeoutException(SECRET), ProblemType.UNAVAILABLE),
                Arguments.of(
                        new UncategorizedDataAccessException(SECRET, new SQLException(SECRET)) {},
                        ProblemType.UNAVAILABLE),
                Arguments.of(new CannotCreateTransactionException(SECRET), ProblemType.UNAVAILABLE),
                // what a client that is gone leaves behind looks the same
                Arguments.of(
                        new CannotCreateTransactionException(
                                SECRET, new SQLTransientConnectionException(SECRET, new EOFException(SECRET))),
                        ProblemType.UNAVAILABLE),
                Arguments.of(
                        new CannotCreateTransactionException(SECRET, new SocketException("Connection reset by peer")),
                        ProblemType.UNAVAILABLE),
                Arguments.of(Problem.unavailable(new IOException("Broken pipe")), ProblemType.UNAVAILABLE),
                Arguments.of(new IllegalStateException(SECRET, new IOException("Broken pipe")), ProblemType.INTERNAL),
                Arguments.of(new TimeoutException(SECRET), ProblemType.UNAVAILABLE),
                Arguments.of(new AuthenticationServiceException(SECRET), ProblemType.UNAVAILABLE),
                Arguments.of(new DataBufferLimitException(SECRET), ProblemType.TOO_LARGE),
                Arguments.of(new ChannelException(SECRET), ProblemType.REQUEST_TIMEOUT),
                Arguments.of(ReadTimeoutException.INSTANCE, ProblemType.REQUEST_TIMEOUT),
                Arguments.of(new ServerWebInputException(SECRET), ProblemType.MALFORMED),
                Arguments.of(new ResponseStatusException(HttpStatus.NOT_FOUND, SECRET), ProblemType.NOT_FOUND),
                Arguments.of(new ResponseStatusException(HttpStatus.BAD_GATEWAY, SECRET), ProblemType.INTERNAL),
                Arguments.of(
                        new NotAcceptableStatusException(List.of(MediaType.APPLICATION_JSON)),
                        ProblemType.NOT_ACCEPTABLE),
                Arguments.of(
                        new UnsupportedMediaTypeStatusException(MediaType.TEXT_HTML, List.of(MediaType.TEXT_PLAIN)),
                        ProblemType.UNSUPPORTED_MEDIA_TYPE),
                Arguments.of(
                        new MethodNotAllowedException(HttpMethod.PUT, List.of(HttpMethod.POST, HttpMethod.GET)),
                        ProblemType.METHOD_NOT_ALLOWED));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void saysWhatKindOfFailureAndNothingOfItsCause(Throwable failure, ProblemType type) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/v1/inbox"));
        new Failures().handle(exchange, failure).block();

        assertThat(exchange.getResponse().getStatusCode()).isEqualTo(type.status());
        assertThat(exchange.getResponse().getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        String body = String.valueOf(exchange.getResponse().getBodyAsString().block());
        JsonNode json = JsonMapper.shared().readTree(body);
        assertThat(json.get("type").stringValue()).isEqualTo(type.uri().toString());
        assertThat(json.get("title").stringValue()).isEqualTo(type.title());
        assertThat(json.get("status").intValue()).isEqualTo(type.status().value());
        assertThat(body).doesNotContain("select", "db-7", "Exception", "Error");
        String retryAfter = exchange.getResponse().getHeaders().getFirst("Retry-After");
        if (type.status() == HttpStatus.SERVICE_UNAVAILABLE) {
            assertThat(Integer.parseInt(String.valueOf(retryAfter))).isBetween(1, 10);
        } else {
            assertThat(retryAfter).isNull();
        }
    }

    @Test
    void listsTheMethodsThatThePathHas() {
        Problem problem = ProblemTranslation.of(
                new MethodNotAllowedException(HttpMethod.PUT, List.of(HttpMethod.POST, HttpMethod.GET)));
        assertThat(problem.headers()).containsEntry("Allow", "GET, POST");
    }

    @ParameterizedTest
    @MethodSource("ends")
    void saysNothingToAClientThatIsGone(Throwable end) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/v1/inbox"));
        new Failures().handle(exchange, end).block();
        assertThat(exchange.getResponse().isCommitted()).isFalse();
    }

    static Stream<Throwable> ends() {
        return Stream.of(
                AbortedException.beforeSend(),
                new IOException("Broken pipe"),
                Exceptions.propagate(new IOException("Connection reset by peer")));
    }

    @Test
    void leavesAnAnswerThatHasBegunAlone() {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/v1/stream"));
        exchange.getResponse().setComplete().block();
        IllegalStateException failure = new IllegalStateException("later");
        assertThat(new Failures().handle(exchange, failure).materialize().block())
                .satisfies(signal -> assertThat(signal.getThrowable())
                        .isInstanceOf(LoggedFailure.class)
                        .hasStackTraceContaining("later"));
    }

    @ParameterizedTest
    @EnumSource
    void hasAStableAddressForEveryType(ProblemType type) {
        assertThat(type.uri().toString()).matches("urn:notification:problem:[a-z-]+");
        assertThat(type.status().isError()).isTrue();
    }

    @Test
    void costsNoStackTrace() {
        assertThat(Problem.notFound().getStackTrace()).isEmpty();
    }
}
