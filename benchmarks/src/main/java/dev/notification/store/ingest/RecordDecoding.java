package dev.notification.store.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A record with 300 bytes of data, from bytes to what is stored. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordDecoding {
    private static final byte[] VALUE = """
            {"specversion":"1.0","id":"42","source":"/benchmarks","type":"order.shipped","recipient":"recipient-42",\
            "data":{"text":"%s"}}""".formatted("x".repeat(289)).getBytes(UTF_8);

    private final RecordReader reader = new RecordReader(64 * 1024);
    private final List<ConsumerRecord<byte[], byte[]>> records =
            List.of(new ConsumerRecord<>("notifications", 0, 0, "recipient-42".getBytes(UTF_8), VALUE));

    /** Its JSON, checks, fingerprints and stored form. */
    @Benchmark
    public Object decode() {
        return reader.read(records, Instant.EPOCH);
    }
}
