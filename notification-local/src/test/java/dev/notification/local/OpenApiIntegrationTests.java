package dev.notification.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description of the HTTP API as local mode serves it. */
class OpenApiIntegrationTests {
    private static final Path STORED = Path.of("..", "docs", "openapi.json");
    private static final Path SERVED = Path.of("target", "openapi.json");
    private static final LocalProcess LOCAL = new LocalProcess(
            Path.of("target", "local-mode-tests", UUID.randomUUID().toString()).toAbsolutePath());

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        HttpResponse<String> document = LOCAL.awaitReady().get("/v3/api-docs");
        assertThat(document.statusCode()).as(LOCAL.output()).isEqualTo(200);
        Files.writeString(SERVED, document.body() + "\n");
    }

    @AfterAll
    static void stop() {
        LOCAL.close();
    }

    @Test
    void isTheStoredCopy() throws IOException {
        assertThat(Files.readString(SERVED))
                .as("docs/openapi.json is not what the code says. If the code is right:"
                        + " cp notification-local/target/openapi.json docs/openapi.json")
                .isEqualTo(Files.readString(STORED));
    }

    @Test
    void isOpenApi31() throws IOException {
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        try (var schema = getClass().getResourceAsStream("/openapi-3.1-schema.json")) {
            assertThat(registry.getSchema(schema).validate(Files.readString(SERVED), InputFormat.JSON))
                    .isEmpty();
        }
    }

    @Test
    void hasAPageThatAnybodyOnThisMachineMayOpen() throws IOException, InterruptedException {
        HttpResponse<String> entry = LOCAL.get("/swagger-ui.html");
        assertThat(entry.statusCode()).isEqualTo(302);
        // a browser takes the "./" of a link out
        URI directory = URI.create("/swagger-ui/");
        String page = LOCAL.get("/swagger-ui/index.html").body();
        assertThat(page).contains("id=\"swagger-ui\"");
        var files = Pattern.compile("(?:href|src)=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map(link -> link.group(1));
        assertThat(files)
                .hasSizeGreaterThan(4)
                .allSatisfy(file -> assertThat(
                                LOCAL.get(directory.resolve(file).getPath()).statusCode())
                        .as(file)
                        .isEqualTo(200));
    }
}
