package dev.notification.stream.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An npm package, run by node with {@code src/test/node/read.mjs}. */
final class NodeClient implements Reader {
    private static final Path SOURCE = Path.of("src", "test", "node");
    private static final Path INSTALLED = Path.of("target", "node-clients");
    private static final int INSTALL_SECONDS = 120;

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Program program;

    NodeClient(String client, String url, String token) {
        String node = Program.find("node");
        install();
        program = new Program(INSTALLED, this::read, List.of(node, "read.mjs", client, url, token));
    }

    private static void install() {
        String npm = Program.find("npm");
        try {
            Files.createDirectories(INSTALLED);
            for (String file : List.of("package.json", "package-lock.json", "read.mjs")) {
                Files.copy(SOURCE.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = List.of(npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline");
        try (Program install = new Program(INSTALLED, bytes -> {}, command)) {
            if (!install.succeeds(INSTALL_SECONDS)) Program.skip("npm cannot install the clients: " + install.errors());
        }
    }

    private void read(byte[] output) {
        for (byte one : output) {
            if (one != '\n') {
                line.write(one);
                continue;
            }
            events.add(Event.of(line.toString(UTF_8)));
            line.reset();
        }
    }

    @Override
    public List<Event> events() {
        return events;
    }

    @Override
    public String log() {
        return program.errors();
    }

    @Override
    public void close() {
        program.close();
    }
}
