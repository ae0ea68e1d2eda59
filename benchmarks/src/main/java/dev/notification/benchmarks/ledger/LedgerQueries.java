package dev.notification.benchmarks.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** All that admins and readers can ask, by each parameter and by those combinations that find little or look at much. */
final class LedgerQueries {
    private static final String[] TYPES = {"order.placed", "order.shipped", "order.late", "invoice.due", "login.new"};
    private static final String[] STATES = {
        "pending", "sent", "acked", "expired", "superseded", "cancelled", "exhausted"
    };
    /** Of one notification, the oldest. */
    private static final String RARE = "order.recalled";

    private final LedgerShape shape;
    private final Instant now;
    private final Random random = new Random(28);

    LedgerQueries(LedgerShape shape, Instant now) {
        this.shape = shape;
        this.now = now;
    }

    List<Asked> all() {
        List<Asked> all = new ArrayList<>();
        all.addAll(notifications());
        all.addAll(searches());
        all.addAll(inboxSearches());
        all.addAll(recipients());
        all.addAll(lists());
        all.addAll(readers());
        return all;
    }

    private List<Asked> notifications() {
        Asked everybody =
                Asked.admin("one notification, for everybody", () -> "notifications?" + LedgerShape.EVERYBODY);
        return List.of(
                Asked.admin("one notification", () -> "notifications?" + shape.one(random)),
                Asked.admin("one notification, for 1,000", () -> "notifications?" + shape.wide(random)),
                everybody.forInformation(),
                Asked.admin("its deliveries", () -> "notifications/deliveries?" + shape.one(random)),
                Asked.admin(
                                "its deliveries, of 1,000",
                                () -> "notifications/deliveries?limit=200&" + shape.wide(random))
                        .pages(),
                Asked.admin(
                                "its deliveries, of 1,000 in a state",
                                () -> "notifications/deliveries?" + shape.wide(random) + "&state=" + any(STATES))
                        .pages(),
                Asked.admin(
                                "its deliveries, of everybody",
                                () -> "notifications/deliveries?limit=200&" + LedgerShape.EVERYBODY)
                        .pages(),
                Asked.admin(
                                "its deliveries, of everybody, state exhausted",
                                () -> "notifications/deliveries?state=exhausted&limit=200&" + LedgerShape.EVERYBODY)
                        .pages(),
                Asked.admin(
                                "its deliveries, of everybody, none in the state",
                                () -> "notifications/deliveries?state=expired&" + LedgerShape.EVERYBODY)
                        .pages());
    }

    private List<Asked> searches() {
        return List.of(
                Asked.admin("search", () -> "notifications?limit=200").pages(),
                Asked.admin("search since, until", () -> "notifications?" + period(Duration.ofDays(1)))
                        .pages(),
                search("source", () -> "source=" + shape.source(random)),
                search("type", () -> "type=" + any(TYPES)),
                search("type of one notification", () -> "type=" + RARE),
                search("topic", () -> "topic=news"),
                search("state", () -> "state=" + any(STATES)),
                search("state acked", () -> "state=acked&" + until()),
                search("state exhausted", () -> "state=exhausted&" + until()),
                search(
                        "source, type, state",
                        () -> "source=" + shape.source(random) + "&type=" + any(TYPES) + "&state=" + any(STATES)),
                search(
                        "source, state exhausted, until",
                        () -> "source=" + shape.source(random) + "&state=exhausted&" + until()),
                search("type of one, until", () -> "type=" + RARE + "&" + until()),
                search("source that is not there, a week", () -> "source=/none&" + period(Duration.ofDays(7))),
                search("state none has, until", () -> "topic=news&state=pending&" + until()));
    }

    private Asked search(String by, java.util.function.Supplier<String> query) {
        return Asked.admin("search by " + by, () -> "notifications?" + query.get())
                .pages();
    }

    private List<Asked> inboxSearches() {
        return List.of(
                search("recipient", () -> "recipient=" + shape.recipient(random)),
                search("recipient huge", () -> "limit=200&recipient=" + LedgerShape.HUGE),
                search(
                        "recipient, type, state",
                        () -> "recipient=" + shape.recipient(random) + "&type=" + any(TYPES) + "&state=" + any(STATES)),
                search("recipient huge, source", () -> "recipient=huge&source=" + shape.source(random)),
                search("recipient huge, state exhausted", () -> "recipient=huge&state=exhausted"),
                search("recipient quiet, state pending", () -> "recipient=quiet&state=pending"),
                search("recipient huge, type of one", () -> "recipient=huge&type=" + RARE),
                search("recipient huge, since, until", () -> "recipient=huge&" + period(Duration.ofDays(1))));
    }

    private List<Asked> recipients() {
        return List.of(
                Asked.admin("recipient", () -> "recipients/" + shape.recipient(random)),
                Asked.admin("recipient huge", () -> "recipients/huge"),
                Asked.admin("recipient quiet", () -> "recipients/quiet"),
                Asked.admin(
                        "recipient huge, page of the timeline",
                        () -> "recipients/huge?limit=200&before=" + (2 + random.nextLong(shape.huge()))));
    }

    private List<Asked> lists() {
        return List.of(
                Asked.admin("rejections", () -> "rejections?limit=200").pages(),
                Asked.admin("rejections by code", () -> "rejections?code=too-large&" + until())
                        .pages(),
                Asked.admin("rejections by partition", () -> "rejections?partition=" + random.nextInt(8))
                        .pages(),
                Asked.admin("rejections by partition, none", () -> "rejections?partition=99"),
                Asked.admin("audit", () -> "audit?limit=200").pages(),
                Asked.admin("audit by recipient", () -> "audit?recipient=recipient-" + (1 + random.nextInt(1000)))
                        .pages(),
                Asked.admin("audit by notification", () -> {
                    int number = 1 + random.nextInt(100_000);
                    return "audit?source=/seed/" + number % 20 + "&id=" + number;
                }),
                Asked.admin("audit by actor, action", () -> "audit?action=resend&actor=operator-" + random.nextInt(10))
                        .pages(),
                Asked.admin("audit by actor, none", () -> "audit?actor=nobody"),
                Asked.admin("stats", () -> "stats"));
    }

    private List<Asked> readers() {
        List<Asked> all = new ArrayList<>();
        for (String state : List.of("all", "unread", "unacked")) {
            String path = "/v1/inbox?limit=200&state=" + state;
            all.add(Asked.reader("inbox " + state, () -> shape.recipient(random), path));
            all.add(Asked.reader("inbox " + state + ", huge", () -> LedgerShape.HUGE, path)
                    .pages());
            all.add(Asked.reader("inbox " + state + ", quiet", () -> LedgerShape.QUIET, path));
        }
        String summary = "/v1/inbox/summary";
        all.add(Asked.reader("summary", () -> shape.recipient(random), summary));
        all.add(Asked.reader("summary, huge", () -> LedgerShape.HUGE, summary));
        all.add(Asked.reader("summary, quiet", () -> LedgerShape.QUIET, summary));
        return all;
    }

    private String any(String[] words) {
        return words[random.nextInt(words.length)];
    }

    private String until() {
        return "until=" + time();
    }

    private String period(Duration length) {
        Instant since = time();
        return "since=" + since + "&until=" + since.plus(length);
    }

    /** In the weeks of the seed. */
    private Instant time() {
        return now.minusSeconds(
                random.nextLong(Duration.ofDays(7 * LedgerShape.WEEKS).toSeconds()));
    }
}
