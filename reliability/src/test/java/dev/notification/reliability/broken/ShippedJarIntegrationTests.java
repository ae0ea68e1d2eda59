package dev.notification.reliability.broken;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What is broken on purpose stays here. */
class ShippedJarIntegrationTests {
    private static final Path SHIPPED = Path.of("..", "notification-stream", "target", "notification-stream.jar");
    private static final Path BROKEN = Path.of("target", "reliability-broken.jar");

    @Test
    void nothingOfTheBrokenBuildsIsInTheShippedJar() throws IOException {
        Set<String> broken = new TreeSet<>();
        try (InputStream jar = Files.newInputStream(BROKEN)) {
            entries(jar, false, (name, bytes) -> {
                if (name.endsWith(".class") && !name.endsWith("package-info.class")) broken.add(name);
            });
        }
        assertThat(broken)
                .contains("dev/notification/store/ingest/WriteCrash.class")
                .hasSizeGreaterThan(10);

        List<String> shipped = new ArrayList<>();
        try (InputStream jar = Files.newInputStream(SHIPPED)) {
            entries(jar, true, (name, bytes) -> {
                if (broken.contains(name.replaceFirst("^BOOT-INF/classes/", ""))) shipped.add(name);
                boolean ours = name.contains("dev/notification/") || name.endsWith("AutoConfiguration.imports");
                if (ours && new String(bytes, ISO_8859_1).contains("reliability")) shipped.add(name);
                if (name.contains("reliability") || name.contains("testbed")) shipped.add(name);
            });
        }
        assertThat(shipped).isEmpty();
    }

    private interface Visitor {
        void visit(String name, byte[] bytes);
    }

    private static void entries(InputStream jar, boolean nested, Visitor visitor) throws IOException {
        ZipInputStream zip = new ZipInputStream(jar);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (nested && entry.getName().matches("BOOT-INF/lib/.*\\.jar")) entries(zip, false, visitor);
            visitor.visit(entry.getName(), zip.readAllBytes());
        }
    }
}
