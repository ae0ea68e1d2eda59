package dev.notification.reliability.client;

import dev.notification.reliability.history.Observation.Read;
import java.util.List;

/**
 * What everybody finds when all is over, asked in four ways: in the tables, on a fresh stream to each node, in the pages of the
 * inbox, and in the dead-letter topic.
 */
public final class FinalReads {
    private FinalReads() {}

    /**
     * Logs all of it.
     *
     * @return what broke the protocol meanwhile
     */
    public static List<String> log(Crowd crowd) {
        TableReads.of(crowd).forEach(crowd.log()::add);
        List<String> malformed;
        try (FreshStreams streams = new FreshStreams(crowd)) {
            List<Read> reads = streams.reads();
            reads.forEach(crowd.log()::add);
            malformed = streams.malformed();
        }
        InboxPages pages = new InboxPages(crowd);
        crowd.recipients().forEach(recipient -> crowd.log().add(pages.of(recipient)));
        DeadLetters.of(crowd).forEach(crowd.log()::add);
        return malformed;
    }
}
