package dev.notification.stream.publish;

import dev.notification.api.Audience;
import dev.notification.api.CloudEventReader;
import dev.notification.api.Decoded;
import dev.notification.api.Notification;
import dev.notification.api.Rejection;
import dev.notification.api.RejectionCode;
import dev.notification.store.CanaryRecipient;
import dev.notification.stream.body.RequestBody;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** The CloudEvents of an HTTP request, in whichever of the three modes they come. Pure. */
final class CloudEventRequest {
    private static final MediaType STRUCTURED = MediaType.parseMediaType("application/cloudevents+json");
    private static final MediaType BATCH = MediaType.parseMediaType("application/cloudevents-batch+json");
    private static final String PREFIX = "ce-";

    private enum Mode {
        STRUCTURED,
        BATCH,
        BINARY
    }

    private final CloudEventReader reader;

    CloudEventRequest(CloudEventReader reader) {
        this.reader = reader;
    }

    /** Refuses what is in none of the modes, before its body is read. */
    static void requireMode(ServerHttpRequest request) {
        mode(request);
    }

    /** All notifications of the request, or the problem with the first that is refused. */
    List<Notification> read(ServerHttpRequest request, byte[] body, Instant now) {
        List<Decoded> decoded = switch (mode(request)) {
            case STRUCTURED -> List.of(reader.readStructured(body, now));
            case BATCH -> reader.readBatch(body, now);
            case BINARY ->
                List.of(reader.readBinary(
                        attributes(request.getHeaders()),
                        request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE),
                        body,
                        now));
        };
        List<Notification> notifications = new ArrayList<>(decoded.size());
        for (int i = 0; i < decoded.size(); i++) {
            if (decoded.get(i) instanceof Rejection rejection) throw refused(i, rejection);
            if (decoded.get(i) instanceof Notification notification) {
                requireNoCanary(i, notification);
                notifications.add(notification);
            }
        }
        return notifications;
    }

    /** What the node's own recipients get, others do not send: it would look as if the node did not hear itself. */
    private static void requireNoCanary(int index, Notification notification) {
        if (notification.audience().names().stream().noneMatch(CanaryRecipient::isReserved)) return;
        String attribute = notification.audience() instanceof Audience.Recipient ? "recipient" : "recipients";
        String detail = attribute + " must not begin with " + CanaryRecipient.PREFIX + ", those are the service's own";
        throw refused(index, new Rejection(RejectionCode.INVALID_ATTRIBUTE, attribute, detail));
    }

    private static Mode mode(ServerHttpRequest request) {
        if (RequestBody.isUtf8(request, STRUCTURED)) return Mode.STRUCTURED;
        if (RequestBody.isUtf8(request, BATCH)) return Mode.BATCH;
        MediaType type = RequestBody.contentType(request);
        boolean otherCloudEvents = type != null && type.getSubtype().startsWith("cloudevents");
        if (!otherCloudEvents && hasAttributes(request.getHeaders())) return Mode.BINARY;
        throw RequestBody.unsupported("Send Content-Type: " + STRUCTURED + " or " + BATCH + ", or the headers ce-id,"
                + " ce-source, ce-type and ce-specversion");
    }

    private static boolean hasAttributes(HttpHeaders headers) {
        return headers.headerNames().stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(PREFIX));
    }

    private static Map<String, String> attributes(HttpHeaders headers) {
        Map<String, String> attributes = new HashMap<>();
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.startsWith(PREFIX)) return;
            String attribute = lower.substring(PREFIX.length());
            if (values.size() != 1) {
                throw refused(
                        0,
                        new Rejection(
                                RejectionCode.INVALID_ATTRIBUTE,
                                attribute,
                                attribute + " is there more than once, send one ce- header for it"));
            }
            attributes.put(attribute, values.get(0));
        });
        return attributes;
    }

    private static Problem refused(int index, Rejection rejection) {
        ProblemType type =
                rejection.code() == RejectionCode.TOO_LARGE ? ProblemType.TOO_LARGE : ProblemType.REJECTED_NOTIFICATION;
        Problem problem = Problem.of(type, rejection.detail())
                .with("index", index)
                .with("code", rejection.code().code());
        return rejection.attribute() == null ? problem : problem.with("attribute", rejection.attribute());
    }
}
