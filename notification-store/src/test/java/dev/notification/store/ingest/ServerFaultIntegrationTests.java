package dev.notification.store.ingest;

import static dev.notification.store.ingest.Samples.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server cannot do now is not the fault of the record that asks for it. */
class ServerFaultIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final TestStore STORE = TestStore.on(DATABASE, TOPICS).start();

    /** The sequence counts also what is rolled back. */
    @BeforeAll
    static void refuseWhileThereIsAFault() {
        DATABASE.sql().execute("""
                        create table fault (state text);
                        create sequence refused;
                        create function refuse() returns trigger language plpgsql as $$
                        declare
                          wanted text := (select state from fault);
                        begin
                          if wanted is not null then
                            perform nextval('refused');
                            raise exception 'no' using errcode = wanted;
                          end if;
                          return new;
                        end $$;
                        create trigger refuse before insert on notification for each row execute function refuse()""");
    }

    @AfterEach
    void recover() {
        DATABASE.sql().update("delete from fault");
    }

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    private static long refused() {
        return DATABASE.number("select pg_sequence_last_value('refused')");
    }

    private static long rejected() {
        return DATABASE.number("select count(*) from rejection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42501", "53100", "53300", "40P01", "40001", "57P01", "25006"})
    void isTriedAgainAndNeverRejectsARecord(String state) {
        long before = refused();
        DATABASE.sql().update("insert into fault values (?)", state);
        TOPICS.send(0, to(state, state));
        TOPICS.flush();
        await().until(() -> refused() >= before + 2 || rejected() > 0);
        recover();
        await().until(() -> DATABASE.number("select max(next_offset) from kafka_offset") == TOPICS.end(0));

        assertThat(rejected()).isZero();
        assertThat(TOPICS.rejected()).isEmpty();
        assertThat(DATABASE.ids(state)).containsExactly(state);
    }
}
