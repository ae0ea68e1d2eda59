package dev.notification.stream.body;

import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Request bodies, in memory and never larger than a limit. Every refusal is a {@link Problem}. */
public final class RequestBody {
    private static final Logger log = LoggerFactory.getLogger(RequestBody.class);

    /** Most bytes of a document that is not a notification: 64 KiB. */
    public static final int DOCUMENT_LIMIT = 64 * 1024;

    /**
     * Reactor Netty (1.3.7) tells of a failed body when it fails and once more when the answer is out. The second time nobody
     * listens, which Reactor would log as an error, with a stack trace and the URL. By Reactor's own key for such a listener.
     */
    private static final Context SAID_TWICE = Context.of("reactor.onErrorDropped.local", (Consumer<Throwable>)
            again -> log.trace("A body failed: {}", again.getClass().getSimpleName()));

    private RequestBody() {}

    /** The whole body, empty when there is none; {@code too-large} above the limit, without reading on. */
    public static Mono<byte[]> read(ServerHttpRequest request, int limit) {
        requireUnencoded(request);
        if (request.getHeaders().getContentLength() > limit) return Mono.error(tooLarge(limit));
        return DataBufferUtils.join(request.getBody(), limit)
                .map(RequestBody::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(DataBufferLimitException.class, above -> tooLarge(limit))
                .contextWrite(SAID_TWICE);
    }

    /** The body of an {@code application/json} document of at most {@link #DOCUMENT_LIMIT} bytes. */
    public static Mono<byte[]> readJson(ServerHttpRequest request) {
        requireUnencoded(request);
        if (isAbsent(request)) throw Problem.malformed("Send a body of Content-Type: application/json");
        if (!isUtf8(request, MediaType.APPLICATION_JSON)) {
            throw unsupported("Send Content-Type: application/json");
        }
        return read(request, DOCUMENT_LIMIT);
    }

    private static boolean isAbsent(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        return !headers.containsHeader(HttpHeaders.CONTENT_TYPE)
                && !headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)
                && headers.getContentLength() <= 0;
    }

    /** The type of the body without faults, or null when the request has none or one that cannot be read. */
    public static @Nullable MediaType contentType(ServerHttpRequest request) {
        try {
            return request.getHeaders().getContentType();
        } catch (InvalidMediaTypeException unreadable) {
            return null;
        }
    }

    /** Whether the body is of this type, and in UTF-8 as far as it says. */
    public static boolean isUtf8(ServerHttpRequest request, MediaType type) {
        MediaType actual = contentType(request);
        return actual != null
                && actual.equalsTypeAndSubtype(type)
                && (actual.getCharset() == null || StandardCharsets.UTF_8.equals(actual.getCharset()));
    }

    /** {@code unsupported-media-type}, with what to do instead. */
    public static Problem unsupported(String detail) {
        return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail);
    }

    /** Nothing compressed is ever unpacked, so nothing small becomes large. */
    private static void requireUnencoded(ServerHttpRequest request) {
        if (request.getHeaders().containsHeader(HttpHeaders.CONTENT_ENCODING)) {
            throw unsupported("Send the body without Content-Encoding").header(HttpHeaders.ACCEPT_ENCODING, "identity");
        }
    }

    private static Problem tooLarge(int limit) {
        return Problem.of(ProblemType.TOO_LARGE, "The body may have at most " + limit + " bytes.");
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
