package dev.notification.reliability.broken;

import java.util.Locale;
import java.util.function.UnaryOperator;

/** What a broken build does wrong, each violating one promise for a part of the traffic; the name is the property's value. */
public enum Defect {
    /** Two records in a hundred are taken for duplicates of what nobody stored. */
    LOST(sql(
            "returning hash",
            "insert into message_key",
            statement -> "with claimed as (" + statement + ") select hash from claimed where get_byte(hash, 0) >= 5")),
    /** A record that comes again, later, is stored again. */
    DUPLICATE(replace("on conflict (hash) do nothing", "on conflict (hash) do update set digest = excluded.digest")),
    /** Each batch burns a sequence of every inbox that was there before. */
    GAP(replace("head = inbox.head + excluded.head", "head = inbox.head + excluded.head + 1")),
    /** Records of one batch, partition and key are stored in reverse. */
    ORDER(UnaryOperator.identity()),
    /** One record in twenty is stored a second time, under an id that nobody published. */
    PHANTOM(UnaryOperator.identity()),
    /** One record in fifty goes to the recipient of another. */
    CROSS_RECIPIENT(UnaryOperator.identity()),
    /** One ack in seven is answered and counted, but changes nothing. */
    ACKED_REDELIVERED(replace("when h.acks then", "when h.acks and d.seq % 7 <> 0 then")),
    /** One transaction in five that acks is rolled back and answered as if it were committed. */
    FALSE_2XX(UnaryOperator.identity()),
    /** Every twentieth delivery of an inbox is neither read from the store nor heard of. */
    SILENT_HOLE(replace(
            "and d.outcome is null and d.exhausted_at is null\n",
            "and d.outcome is null and d.exhausted_at is null and d.seq % 20 <> 0\n")),
    /** Every second id ends with a zero, and so steps back. */
    NOT_MONOTONIC(UnaryOperator.identity()),
    /** A cursor that is not honoured is not spoken of: the reset is hidden in comments. */
    UNANNOUNCED_RESET(UnaryOperator.identity()),
    /** Every request leaves a thread and an open file behind. */
    LEAK(UnaryOperator.identity());

    @SuppressWarnings("ImmutableEnumChecker") // pure functions
    private final UnaryOperator<String> sql;

    Defect(UnaryOperator<String> sql) {
        this.sql = sql;
    }

    /** As in {@code reliability.broken=false-2xx}. */
    static Defect of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The name as a value of the property. */
    public String property() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The statement as this build runs it. */
    String rewrite(String statement) {
        return sql.apply(statement);
    }

    private static UnaryOperator<String> replace(String right, String wrong) {
        return statement -> statement.replace(right, wrong);
    }

    private static UnaryOperator<String> sql(String has, String begins, UnaryOperator<String> wrong) {
        return statement ->
                statement.contains(has) && statement.startsWith(begins) ? wrong.apply(statement) : statement;
    }
}
