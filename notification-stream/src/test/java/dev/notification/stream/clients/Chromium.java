package dev.notification.stream.clients;

import java.nio.file.Path;
import java.util.List;

/** Chromium's EventSource on a page of another origin than the node's. */
final class Chromium implements Reader {
    private static final Path PROFILE = Path.of("target", "chromium");

    private final Page page;
    private final Program browser;

    Chromium(Page page) {
        String chromium = Program.find("chromium", "chromium-browser", "google-chrome");
        this.page = page;
        this.browser = new Program(
                Path.of("."),
                bytes -> {},
                List.of(
                        chromium,
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--user-data-dir=" + PROFILE.toAbsolutePath(),
                        page.origin() + "/"));
    }

    @Override
    public List<Event> events() {
        return page.events();
    }

    @Override
    public String log() {
        return page.errors() + "\n" + browser.errors();
    }

    @Override
    public void close() {
        browser.close();
    }
}
