package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the jar says that it is made of (CycloneDX): T41. */
class BillOfMaterialsTests {
    private static final String PLACE = "/META-INF/sbom/application.cdx.json";
    private static final String MISSING =
            PLACE + ": cyclonedx-maven-plugin makes it, which Maven leaves out when it is offline (-o)";

    @Test
    void namesWhatRunsAndNothingThatOnlyTests() throws IOException {
        List<String> components;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(PLACE), MISSING)) {
            JsonNode bill = JsonMapper.shared().readTree(in);
            assertThat(bill.path("bomFormat").asString()).isEqualTo("CycloneDX");
            components = StreamSupport.stream(bill.path("components").spliterator(), false)
                    .map(one -> one.path("name").asString() + " "
                            + one.path("version").asString())
                    .toList();
        }
        assertThat(components)
                .contains(
                        "spring-boot " + SpringBootVersion.getVersion(), "kafka-clients " + AppInfoParser.getVersion())
                .anyMatch(one -> one.startsWith("postgresql "))
                .anyMatch(one -> one.startsWith("notification-store "))
                .noneMatch(one -> one.startsWith("assertj-core ") || one.startsWith("junit-jupiter"));
    }
}
