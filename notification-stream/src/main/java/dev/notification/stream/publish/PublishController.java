package dev.notification.stream.publish;

import dev.notification.api.CloudEventReader;
import dev.notification.stream.body.RequestBody;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Takes CloudEvents over HTTP: all of a request or none, answered after Kafka has them. */
@RestController
class PublishController {
    /** A key of ingest, which need not run here. */
    private static final String MAX_DATA_BYTES = "notification.ingest.max-data-bytes";

    private final CloudEventRequest requests;
    private final KafkaSend kafka;
    private final Clock clock;
    private final InFlight inFlight;
    private final int maxBody;

    PublishController(
            KafkaSend kafka,
            Clock clock,
            PublishProperties properties,
            @Value("${" + MAX_DATA_BYTES + ":65536}") int maxDataBytes) {
        if (maxDataBytes < 1_024 || maxDataBytes > 1_048_576) {
            throw new InvalidConfigurationPropertyValueException(
                    MAX_DATA_BYTES, maxDataBytes, "Set 1,024 to 1,048,576, the same in all processes");
        }
        this.requests = new CloudEventRequest(new CloudEventReader(maxDataBytes));
        this.kafka = kafka;
        this.clock = clock;
        this.inFlight = new InFlight(properties.maxInFlight().toBytes());
        this.maxBody = Math.toIntExact(properties.maxBody().toBytes());
    }

    /** How many notifications Kafka has taken. */
    record Accepted(int accepted) {}

    @PostMapping(path = "/v1/notifications", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Accepted> publish(ServerHttpRequest request) {
        CloudEventRequest.requireMode(request);
        long announced = request.getHeaders().getContentLength();
        long reserved = announced < 0 || announced > maxBody ? maxBody : announced;
        return inFlight.reserve(
                        reserved,
                        () -> RequestBody.read(request, maxBody)
                                .flatMap(body -> kafka.send(() -> requests.read(request, body, clock.instant()))))
                .map(Accepted::new);
    }
}
