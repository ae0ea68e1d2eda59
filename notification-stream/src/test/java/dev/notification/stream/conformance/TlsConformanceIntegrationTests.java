package dev.notification.stream.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.stream.Cluster.Node;
import dev.notification.stream.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C01, C07 and C10 under TLS, which the node itself speaks: HTTP/1.1 and h2 by ALPN. */
@ExtendWith(Nodes.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsConformanceIntegrationTests {
    private static final String PASSWORD = "changeit";
    private static final Path KEYS = Path.of("target", "test-tls.p12").toAbsolutePath();

    private final Node node;
    private final String token;

    TlsConformanceIntegrationTests(Nodes nodes) throws IOException, InterruptedException {
        token = Tokens.of(nodes.recipient().name());
        makeKeys();
        node = nodes.start(
                "--notification.ingest.enabled=false",
                "--server.ssl.key-store=file:" + KEYS,
                "--server.ssl.key-store-password=" + PASSWORD);
    }

    private static void makeKeys() throws IOException, InterruptedException {
        Files.deleteIfExists(KEYS);
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "node",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        KEYS.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
    }

    private static SSLContext trust() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(KEYS)) {
            keys.load(file, PASSWORD.toCharArray());
        }
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("node", keys.getCertificate("node"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void c07c10theHeadIsTheSameAndBrowsersAreToldToStayWithTls(Version version)
            throws IOException, InterruptedException, GeneralSecurityException {
        HttpClient client =
                HttpClient.newBuilder().sslContext(trust()).version(version).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + node.port() + "/v1/stream"))
                .header("Authorization", "Bearer " + token)
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            assertThat(response.version()).isEqualTo(version);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().allValues("Content-Type")).containsExactly("text/event-stream;charset=UTF-8");
            assertThat(response.headers()
                            .firstValue("Strict-Transport-Security")
                            .orElse(""))
                    .contains("max-age=31536000");
            assertThat(response.headers().map().keySet()).doesNotContain("keep-alive", "server");
            boolean http1 = version == Version.HTTP_1_1;
            assertThat(response.headers().map().containsKey("transfer-encoding"))
                    .isEqualTo(http1);
            // the connection ends with its stream
            assertThat(response.headers().allValues("connection")).isEqualTo(http1 ? List.of("close") : List.of());
            assertThat(body.readNBytes(7)).asString().isEqualTo("retry: ");
        }
    }
}
