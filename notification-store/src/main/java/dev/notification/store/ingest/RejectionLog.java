package dev.notification.store.ingest;

import dev.notification.store.database.ArrayParameters;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.springframework.jdbc.core.JdbcTemplate;

/** Adds to the table {@code rejection}, in the transaction that moves the offsets past the refused records. */
final class RejectionLog {
    private static final String ADD = """
            insert into rejection (topic, partition, record_offset, code, detail,
                                   letter_topic, letter_partition, letter_offset, truncated)
            select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final JdbcTemplate jdbc;

    RejectionLog(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** One row for each letter; no statement where there is none. */
    void add(List<DeadLetters.Letter> letters) {
        if (letters.isEmpty()) return;
        jdbc.update(
                ADD,
                new ArrayParameters()
                        .array(
                                "text",
                                texts(
                                        letters,
                                        letter -> letter.refusal().record().topic()))
                        .array(numbers(
                                letters, letter -> letter.refusal().record().partition()))
                        .array(numbers(
                                letters, letter -> letter.refusal().record().offset()))
                        .array(
                                "text",
                                texts(
                                        letters,
                                        letter -> letter.refusal()
                                                .rejection()
                                                .code()
                                                .code()))
                        .array(
                                "text",
                                texts(
                                        letters,
                                        letter -> letter.refusal().rejection().detail()))
                        .array("text", texts(letters, letter -> letter.at().topic()))
                        .array(numbers(letters, letter -> letter.at().partition()))
                        .array(numbers(letters, letter -> letter.at().offset()))
                        .array("bool", flags(letters, DeadLetters.Letter::truncated)));
    }

    private static String[] texts(List<DeadLetters.Letter> letters, Function<DeadLetters.Letter, String> column) {
        return letters.stream().map(column).toArray(String[]::new);
    }

    private static long[] numbers(List<DeadLetters.Letter> letters, ToLongFunction<DeadLetters.Letter> column) {
        return letters.stream().mapToLong(column).toArray();
    }

    private static Boolean[] flags(List<DeadLetters.Letter> letters, Predicate<DeadLetters.Letter> column) {
        return letters.stream().map(column::test).toArray(Boolean[]::new);
    }
}
