package dev.notification.servers;

import java.nio.file.Path;
import java.util.function.BiFunction;

/** Servers without Docker, emptied at start, under {@code target} of the module whose tests run. */
final class EmbeddedBackend implements Backend {
    private static final Path ROOT = Path.of("target", "test-servers");

    @Override
    public TestPostgres postgres() {
        LocalPostgres postgres = startInFree("postgres", LocalPostgres::startEmptyIn);
        AtExit.run(postgres::close);
        return new TestPostgres("127.0.0.1", postgres.port(), postgres.username(), postgres.password());
    }

    /** Kafka ends with the JVM; it is not stopped before, so that what the tests left open can still close in peace. */
    @Override
    public TestKafka kafka() {
        return new TestKafka(startInFree("kafka", LocalKafka::startEmptyIn).bootstrapServers());
    }

    /** Two JVMs may test the same module at once. */
    private static <S> S startInFree(String name, BiFunction<Path, Integer, S> start) {
        for (int i = 1; ; i++) {
            try {
                return start.apply(ROOT.resolve(name + "-" + i), 0);
            } catch (DirectoryTaken e) {
                if (i == 20) throw e;
            }
        }
    }
}
