package dev.notification.reliability.history;

import dev.notification.reliability.history.Observation.Acked;
import dev.notification.reliability.history.Observation.CaughtUp;
import dev.notification.reliability.history.Observation.Closed;
import dev.notification.reliability.history.Observation.Dropped;
import dev.notification.reliability.history.Observation.Framed;
import dev.notification.reliability.history.Observation.Moved;
import dev.notification.reliability.history.Observation.Opened;
import dev.notification.reliability.history.Observation.Produced;
import dev.notification.reliability.history.Observation.Read;
import dev.notification.reliability.history.Observation.Ready;
import dev.notification.reliability.history.Observation.Rejected;
import dev.notification.reliability.history.Observation.Reset;
import dev.notification.reliability.history.Observation.Sampled;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a correct service can have caused a history. Where the history leaves both possible (an answer that never
 * came, an ack still on its way) it is in the service's favour.
 */
public final class HistoryChecker {
    private final Limits limits;
    private final Verdict verdict = new Verdict();
    private final Map<String, Produced> produced = new HashMap<>();
    private final Set<String> producedTwice = new HashSet<>();
    private final Map<String, String> rejected = new HashMap<>();
    private final Map<String, Inbox> inboxes = new HashMap<>();
    private final Map<Long, String> recipients = new HashMap<>();
    private final Map<Long, ConnectionCheck> open = new HashMap<>();
    private final Map<String, Sampled> before = new HashMap<>();

    private HistoryChecker(Limits limits) {
        this.limits = limits;
    }

    public static Verdict check(History history, Limits limits) {
        HistoryChecker checker = new HistoryChecker(limits);
        history.forEach(checker::gather);
        checker.inboxes.values().forEach(Inbox::settle);
        checker.judgeEnd();
        history.forEach(checker::follow);
        return checker.verdict;
    }

    private void gather(Observation observation) {
        if (observation instanceof Produced p) {
            if (produced.containsKey(p.key())) producedTwice.add(p.key());
            produced.merge(p.key(), p, HistoryChecker::surer);
        } else if (observation instanceof Opened o) {
            recipients.put(o.connection(), o.recipient());
            inbox(o.recipient()).add(o);
        } else if (observation instanceof Framed f) {
            String recipient = recipients.get(f.connection());
            if (recipient != null) inbox(recipient).framed(f.seq(), f.at());
        } else if (observation instanceof Acked a) inbox(a.recipient()).add(a);
        else if (observation instanceof Dropped d) inbox(d.recipient()).add(d);
        else if (observation instanceof Read r) inbox(r.recipient()).add(r);
        else if (observation instanceof Rejected r) rejected.put(r.key(), r.code());
        else if (observation instanceof Sampled s) sample(s);
    }

    /** Of two attempts with one key the one that succeeded counts, else the one that may have. */
    private static Produced surer(Produced one, Produced other) {
        if (one.outcome() == Outcome.OK || other.outcome() == Outcome.FAIL) return one;
        return other;
    }

    private void judgeEnd() {
        Set<String> stored = new HashSet<>();
        inboxes.forEach((recipient, inbox) -> {
            stored.addAll(new FinalCheck(recipient, inbox, produced, producedTwice, verdict).check());
            inbox.rows().values().forEach(row -> judgeKey(row.key(), recipient, "stored as " + row.seq()));
        });
        if (inboxes.values().stream().allMatch(inbox -> inbox.rows().isEmpty()))
            verdict.violated(Rule.VACUOUS, "no final read of any delivery");
        produced.values().forEach(p -> judgeFate(p, stored.contains(p.key()), rejected.get(p.key())));
    }

    private void judgeFate(Produced record, boolean stored, @Nullable String code) {
        String where = "%s, partition %d, offset %d".formatted(record.key(), record.partition(), record.offset());
        if (record.outcome() == Outcome.OK && !stored && code == null) verdict.violated(Rule.LOST, where);
        if (stored && record.refusal() != null) verdict.violated(Rule.MISJUDGED, where + ": stored");
        if (code != null && !code.equals(record.refusal()))
            verdict.violated(Rule.MISJUDGED, where + ": " + code + " instead of " + record.refusal());
    }

    private void judgeKey(String key, String recipient, String where) {
        Produced from = produced.get(key);
        if (from == null || from.outcome() == Outcome.FAIL)
            verdict.violated(Rule.PHANTOM, "%s, %s of %s".formatted(key, where, recipient));
        else if (!from.recipient().equals(recipient))
            verdict.violated(Rule.FOREIGN, "%s, %s of %s".formatted(key, where, recipient));
    }

    private void follow(Observation observation) {
        if (observation instanceof Opened o)
            open.put(o.connection(), new ConnectionCheck(o, inbox(o.recipient()), limits, verdict));
        else if (observation instanceof Ready r) connection(r.connection()).ready(r);
        else if (observation instanceof Reset r) connection(r.connection()).reset(r);
        else if (observation instanceof Moved m) connection(m.connection()).moved(m.id(), m.at());
        else if (observation instanceof CaughtUp c) connection(c.connection()).caughtUp(c);
        else if (observation instanceof Closed c) open.remove(c.connection());
        else if (observation instanceof Framed f) {
            ConnectionCheck connection = connection(f.connection());
            connection.framed(f);
            judgeKey(f.key(), connection.recipient(), "framed as " + f.seq());
            var row = inbox(connection.recipient()).rows().get(f.seq());
            if (row != null && !row.key().equals(f.key()))
                verdict.violated(
                        Rule.READS_DIFFER, "%s framed as %d, which is %s".formatted(f.key(), f.seq(), row.key()));
        }
    }

    private ConnectionCheck connection(long id) {
        ConnectionCheck connection = open.get(id);
        if (connection == null) throw new IllegalArgumentException("not a history: connection " + id + " is not open");
        return connection;
    }

    private void sample(Sampled now) {
        if (!now.after()) {
            before.put(now.process(), now);
            return;
        }
        Sampled was = before.get(now.process());
        if (was == null) verdict.violated(Rule.VACUOUS, now.process() + " has no baseline");
        else {
            grown(now.process() + " threads", was.threads(), now.threads(), 5);
            grown(now.process() + " descriptors", was.descriptors(), now.descriptors(), 10);
            grown(now.process() + " sessions", was.sessions(), now.sessions(), 2);
            grown(now.process() + " heap", was.heapBytes(), now.heapBytes(), 16L << 20);
        }
    }

    private void grown(String what, long was, long is, long floor) {
        if (is > was + Math.max(was / 20, floor)) verdict.violated(Rule.BASELINE, what + ": " + was + ", then " + is);
    }

    private Inbox inbox(String recipient) {
        return inboxes.computeIfAbsent(recipient, r -> new Inbox());
    }
}
