package dev.notification.servers;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka ends or halts the JVM where it cannot go on; here its servers fail instead, loudly, and the JVM stays. */
final class KafkaExit {
    private static final Logger log = LoggerFactory.getLogger(KafkaExit.class);
    private static final Set<LocalKafka> servers = ConcurrentHashMap.newKeySet();

    static {
        Exit.setExitProcedure(KafkaExit::failed);
        Exit.setHaltProcedure(KafkaExit::failed);
    }

    private KafkaExit() {}

    static void watch(LocalKafka server) {
        servers.add(server);
    }

    static void forget(LocalKafka server) {
        servers.remove(server);
    }

    private static void failed(int status, String message) {
        String reason = "Kafka gave up with status " + status + (message == null ? "" : ": " + message);
        log.error("{}", reason);
        servers.forEach(server -> server.failed(reason));
        // the calling thread of Kafka must not go on as if nothing had happened
        throw new ServerFailed(reason, null);
    }
}
