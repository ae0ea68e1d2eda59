package dev.notification.stream.connection;

import static dev.notification.api.Priority.HIGH;
import static dev.notification.api.Priority.LOW;
import static dev.notification.api.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Filter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Streams whose cursor is their ack, for a browser's plain EventSource. */
class CursorAckTests {
    private final StreamWorld world = new StreamWorld();
    private final Device browser = world.device(new StreamOptions(StreamOptions.EventField.NONE, Filter.NONE, true));

    @Test
    void comingBackAcksWhatTheCursorCovers() {
        world.append(NORMAL, 3);
        browser.connect().drain();
        world.append(NORMAL);
        browser.connect().drain();
        assertThat(browser.frames).containsExactly("ready true", "#4", "caught-up 4");
        assertThat(world.unsettled()).containsExactly(4L);
    }

    @Test
    void nothingIsSentTwiceAndTheStreamTurnsOneMinuteAfterItsOldestUnackedFrame() {
        world.append(NORMAL);
        browser.connect().drain();
        world.pass(Duration.ofSeconds(30));
        world.append(NORMAL);
        browser.arriveAll();
        world.pass(Duration.ofSeconds(29));
        assertThat(browser.frames).containsExactly("ready false", "#1", "caught-up 1", "#2");
        world.pass(Duration.ofSeconds(1));
        assertThat(browser.frames).endsWith("turn");
        browser.connect().drain();
        assertThat(world.unsettled()).isEmpty();
        world.pass(Duration.ofMinutes(9));
        assertThat(browser.frames).containsExactly("ready true", "caught-up 2");
    }

    @Test
    void turnsWhenTheWindowIsFullAndSoGetsThroughAnyBacklog() {
        world.redelivery = StreamWorld.redelivery(10, 0);
        world.append(LOW, 100);
        world.append(HIGH, 5);
        int turns = 0;
        browser.connect().drain();
        while (browser.turned) {
            turns++;
            browser.connect().drain();
        }
        assertThat(browser.received).hasSize(105);
        assertThat(turns).isBetween(10, 12);
        assertThat(world.unsettled()).hasSizeLessThan(10);
    }

    @Test
    void acksOnlyWhatWasSent() {
        world.append(LOW);
        world.append(HIGH);
        browser.connect();
        browser.cursor =
                world.inbox.open(java.util.List.of(StreamWorld.ALICE)).get(0).cursorEpoch() + ".2";
        browser.connect().drain();
        assertThat(browser.frames).containsExactly("ready true", "2", "1", "caught-up 2");
        assertThat(world.unsettled()).containsExactlyInAnyOrder(1L, 2L);
    }
}
