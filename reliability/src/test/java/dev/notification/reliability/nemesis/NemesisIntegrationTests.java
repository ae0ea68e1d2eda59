package dev.notification.reliability.nemesis;

import static dev.notification.reliability.site.Letters.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.reliability.proxy.Link;
import dev.notification.reliability.proxy.Toxics;
import dev.notification.reliability.relay.Mischief;
import dev.notification.reliability.site.Letters;
import dev.notification.reliability.site.Site;
import dev.notification.reliability.site.SitePlan;
import dev.notification.testbed.Deployable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On one site: each test leaves it as it was, and everything published so far stored once. */
class NemesisIntegrationTests {
    private static Site site;
    private static Letters letters;
    private Nemesis nemesis;

    @BeforeAll
    static void start() {
        site = SitePlan.here("nemesis", 1)
                .ingests(1)
                .streams(1)
                .partitions(4)
                .disk(400)
                .mortal()
                .start();
        letters = new Letters(site);
    }

    @AfterAll
    static void stop() {
        if (letters != null) letters.close();
        if (site != null) site.close();
    }

    @BeforeEach
    void harmless() {
        nemesis = new Nemesis(site);
    }

    @AfterEach
    void everyFaultHappenedAndIsSurvived() {
        try (Nemesis done = nemesis) {
            done.requireAllHappened();
            letters.areStored();
        }
    }

    @Test
    void aCrashPointOfTheWritePath() throws Exception {
        Deployable ingest = site.ingest(1);
        ingest.stop();
        ingest.start("--reliability.crash.write=COMMITTED:1");
        letters.publish(1);
        nemesis.awaitCrashPoint(ingest, "COMMITTED", Duration.ofMinutes(1));
        ingest.start();
    }

    @Test
    void aReadOnlyDatabase() throws Exception {
        try (Fault readOnly = nemesis.database().readOnly()) {
            letters.publish(1);
            await("a refusal", () -> readOnly.happened() > 0);
        }
    }

    @Test
    void noConnectionLeft() throws Exception {
        try (Fault exhausted = nemesis.database().exhaustConnections()) {
            letters.publish(1);
            await("a refusal", () -> exhausted.happened() > 0);
        }
    }

    @Test
    void aFullDisk() throws Exception {
        try (Fault full = nemesis.database().fillDisk()) {
            letters.publish(1_000);
            await("a write that failed", () -> {
                if (full.happened() > 0) return true;
                try {
                    letters.publish(1_000);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return false;
            });
        }
        if (!site.postgres().isAlive()) site.postgres().start();
    }

    @Test
    void aRebalanceAndMorePartitions() throws Exception {
        nemesis.kafka().rebalance();
        nemesis.kafka().growPartitions(5);
        letters.publish(10);
    }

    @Test
    void linksThatAreSlowBlackOrDown() throws Exception {
        List<Link> links = List.of(site.link(site.ingest(1), site.postgres()));
        try (Fault slow = nemesis.slow(links, Duration.ofMillis(200))) {
            letters.publish(1);
            letters.areStored();
            assertThat(slow.happened()).isPositive();
        }
        try (Fault black = nemesis.blackhole(links)) {
            letters.publish(1);
            assertThat(black.happened()).isPositive();
        }
        letters.areStored();
        try (Fault down = nemesis.partition(links)) {
            letters.publish(1);
            long cut = down.happened();
            await("refused connections", () -> down.happened() > cut);
        }
        nemesis.toxics(site.linksTo(site.kafka()), Toxics.NONE.bytesPerSecond(100_000));
        letters.publish(10);
    }

    @Test
    void processesFrozenAndKilled() throws Exception {
        try (Fault frozen = nemesis.freeze(site.kafka())) {
            assertThat(frozen.happened()).isPositive();
        }
        nemesis.crash(site.postgres());
        letters.publish(1);
    }

    @Test
    void arrivalsThatAreLost() throws Exception {
        try (Fault lost = nemesis.arrivals(new Mischief.Ways(1, 0, 0, false))) {
            letters.publish(1);
            // nobody is asked for more than to say it
            await("a lost arrival", () -> lost.happened() > 0);
        }
    }

    @Test
    void socketsThatTheKernelDestroys() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), site.clientPort())) {
            Link link = site.linkFromOutside(site.stream(1));
            await("a connection", () -> link.open() > 0);
            nemesis.network().killSockets(site.stream(1));
            await("its end", () -> link.open() == 0);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        } catch (java.net.SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }
}
