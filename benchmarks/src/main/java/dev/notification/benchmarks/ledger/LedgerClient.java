package dev.notification.benchmarks.ledger;

import dev.notification.testbed.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Asks as an admin, or as whose inbox it is; what is not answered with 200 is an error. */
public final class LedgerClient {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final int port;
    private final Tokens issuer;
    private final String admin;

    public LedgerClient(int port, Tokens issuer) {
        this.port = port;
        this.issuer = issuer;
        this.admin = issuer.of("operator", "notifications.admin");
    }

    String get(Asked.Path path) throws IOException, InterruptedException {
        String token = path.reader() == null ? admin : tokens.computeIfAbsent(path.reader(), issuer::of);
        HttpResponse<String> response =
                http.send(request(path.path(), token, "application/json"), BodyHandlers.ofString());
        if (response.statusCode() != 200) throw refused(path.path(), response.statusCode(), response.body());
        return response.body();
    }

    /** The answer as it comes; whoever closes it early ends it. */
    InputStream export(String path, String mediaType) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request(path, admin, mediaType), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) throw refused(path, response.statusCode(), "");
        return response.body();
    }

    /** The stream of a recipient; whoever closes it ends it. */
    public InputStream stream(String recipient) throws IOException, InterruptedException {
        String token = tokens.computeIfAbsent(recipient, issuer::of);
        HttpResponse<InputStream> response =
                http.send(request("/v1/stream", token, "text/event-stream"), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) throw refused("/v1/stream", response.statusCode(), "");
        return response.body();
    }

    /** Acks one delivery. */
    public void ack(String recipient, long seq) throws IOException, InterruptedException {
        String token = tokens.computeIfAbsent(recipient, issuer::of);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/acks"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"seqs\":[" + seq + "]}"))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) throw refused("/v1/acks", response.statusCode(), response.body());
    }

    private HttpRequest request(String path, String token, String accept) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Accept", accept)
                .build();
    }

    private static IOException refused(String path, int status, String body) {
        return new IOException(path + " was answered with " + status + " " + body);
    }
}
