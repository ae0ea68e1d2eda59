package dev.notification.store.arrival;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Priority;
import dev.notification.store.Arrival;
import dev.notification.store.Content;
import dev.notification.store.Delivery;
import dev.notification.store.Filter;
import dev.notification.store.OpenConnection;
import dev.notification.store.OpenConnections;
import dev.notification.store.SequenceRange;
import dev.notification.store.TicketHash;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArrivalCodecTests {
    private static final long EPOCH = 0x0102030405060708L;
    private static final UUID ASKER = new UUID(1, 2);

    private static Arrival.Stored stored(@Nullable Instant expiresAt, byte @Nullable [] data, boolean binary) {
        Content content = new Content("a.b", "\"id\":\"ä\"".getBytes(UTF_8), data, binary);
        Delivery delivery = new Delivery(
                42, Priority.LOW, 1, null, Instant.parse("2026-05-04T03:02:01.123456Z"), expiresAt, true, content);
        return new Arrival.Stored("alice", EPOCH, 42, delivery);
    }

    private static OpenConnection whole() {
        return new OpenConnection(
                Instant.parse("2026-05-04T03:02:01.123456Z"),
                "::ffff1",
                Instant.parse("2026-05-04T03:02:02Z"),
                5,
                new Filter(Set.of("a", "b"), Set.of("n")),
                false,
                "k3f9.7");
    }

    private static OpenConnection bare() {
        return new OpenConnection(Instant.parse("2026-05-04T03:02:01Z"), null, null, 0, Filter.NONE, true, null);
    }

    static Stream<Arguments> golden() {
        String header = "0102030405060708";
        String common = "000000000000002a" + "02" + "0001" + "0000000069f80c29" + "075bca00";
        String type = "0003612e62";
        String attributes = "00000009" + "226964223a22c3a422";
        String question = "0000000000000000" + "000000000000002a" + "00000000000000010000000000000002";
        return Stream.of(
                Arguments.of("0102" + header + "0000000000000007", new Arrival.Stored("alice", EPOCH, 7, null)),
                Arguments.of(
                        "0103" + header + "0000000000000001" + "0000000000000003" + "0000000000000005"
                                + "0000000000000005",
                        new Arrival.Acked("alice", EPOCH, List.of(new SequenceRange(1, 3), new SequenceRange(5, 5)))),
                Arguments.of(
                        "0104" + header + "0000000000000002" + "0000000000000002",
                        new Arrival.Read("alice", EPOCH, List.of(new SequenceRange(2, 2)))),
                Arguments.of(
                        "0105" + header + "0000000000000002" + "0000000000000004",
                        new Arrival.Withdrawn("alice", EPOCH, List.of(new SequenceRange(2, 4)))),
                Arguments.of("0103" + header, new Arrival.Acked("alice", EPOCH, List.of())),
                Arguments.of(
                        "0110" + "0000000000000000" + "00ff".repeat(16) + "0000000000000002",
                        new Arrival.TicketUsed(
                                "alice", TicketHash.ofBytes(HexFormat.of().parseHex("00ff".repeat(16))), 2)),
                Arguments.of(
                        "0111" + "0000000000000000" + "0000000069f80c29" + "075bca00",
                        new Arrival.Revoked("alice", Instant.parse("2026-05-04T03:02:01.123456Z"))),
                Arguments.of("0120" + question, new Arrival.Asked("alice", 0x2a, ASKER)),
                Arguments.of(
                        "0121" + question + "0002c3b6" + "00000000000000030000000000000004" + "00000000" + "0000",
                        new Arrival.Answered(
                                "alice", 0x2a, ASKER, "ö", new UUID(3, 4), new OpenConnections(0, List.of()))),
                Arguments.of(
                        "0121" + question + "0002c3b6" + "00000000000000030000000000000004" + "00000015" + "0002"
                                + ("07" + "0000000069f80c29" + "075bca00" + "0007" + "3a3a66666666" + "31"
                                        + "0000000069f80c2a" + "00000000" + "0006" + "6b3366392e37" + "00000005"
                                        + "0002" + "0001" + "61" + "0001" + "62" + "0001" + "0001" + "6e")
                                + ("08" + "0000000069f80c29" + "00000000" + "00000000" + "0000" + "0000"),
                        new Arrival.Answered(
                                "alice",
                                0x2a,
                                ASKER,
                                "ö",
                                new UUID(3, 4),
                                new OpenConnections(21, List.of(whole(), bare())))),
                Arguments.of("0101" + header + common + "00" + type + attributes, stored(null, null, false)),
                Arguments.of(
                        "0101" + header + common + "03" + "000000006b36ec80" + "00000000" + type + attributes + "7b7d",
                        stored(Instant.ofEpochSecond(0x6b36ec80L), "{}".getBytes(UTF_8), false)),
                Arguments.of(
                        "0101" + header + common + "06" + type + attributes + "00ff",
                        stored(null, new byte[] {0, (byte) 0xff}, true)));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void writesTheseBytesAndReadsThemBack(String hex, Arrival arrival) {
        assertThat(HexFormat.of().formatHex(ArrivalCodec.encode(arrival))).isEqualTo(hex);
        assertThat(ArrivalCodec.decode("alice", HexFormat.of().parseHex(hex)))
                .usingRecursiveComparison()
                .isEqualTo(arrival);
    }

    @ParameterizedTest
    @MethodSource("golden")
    void neverFailsOnWhatIsCutShort(String hex, Arrival arrival) {
        byte[] whole = HexFormat.of().parseHex(hex);
        for (int length = 0; length < whole.length; length++) {
            Arrival cut = ArrivalCodec.decode("alice", Arrays.copyOf(whole, length));
            if (length < 10) assertThat(cut).isNull();
        }
        assertThat(arrival.recipient()).isEqualTo("alice");
    }

    @Test
    void neverFailsOnAnything() {
        Random random = new Random(7);
        byte[] stored = ArrivalCodec.encode(stored(Instant.EPOCH, new byte[9], true));
        byte[] answered = ArrivalCodec.encode(
                new Arrival.Answered("alice", 1, ASKER, "n", ASKER, new OpenConnections(2, List.of(whole(), bare()))));
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = (i % 2 == 0 ? stored : answered).clone();
            for (int j = 0; j < 4; j++) bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
            bytes[1] = (byte) random.nextInt(40);
            Arrival arrival = ArrivalCodec.decode("alice", bytes);
            if (arrival != null) assertThat(arrival.recipient()).isEqualTo("alice");
        }
    }

    @Test
    void ignoresWhatALaterVersionWrites() {
        byte[] later = ArrivalCodec.encode(new Arrival.Stored("alice", 1, 1, null));
        later[0] = 2;
        assertThat(ArrivalCodec.decode("alice", later)).isNull();
        byte[] unknown = ArrivalCodec.encode(new Arrival.Stored("alice", 1, 1, null));
        unknown[1] = 99;
        assertThat(ArrivalCodec.decode("alice", unknown)).isNull();
    }

    @Test
    void recognisesWhatConcernsEveryNodeWithoutDecodingIt() {
        Instant time = Instant.parse("2026-05-04T03:02:01Z");
        assertThat(ArrivalCodec.concernsEveryNode(ArrivalCodec.encode(new Arrival.Revoked("alice", time))))
                .isTrue();
        assertThat(ArrivalCodec.concernsEveryNode(ArrivalCodec.encode(new Arrival.Asked("alice", 1, ASKER))))
                .isTrue();
        assertThat(ArrivalCodec.concernsEveryNode(ArrivalCodec.encode(
                        new Arrival.Answered("alice", 1, ASKER, "n", ASKER, new OpenConnections(0, List.of())))))
                .isTrue();
        assertThat(ArrivalCodec.concernsEveryNode(ArrivalCodec.encode(new Arrival.Stored("alice", EPOCH, 17, null))))
                .isFalse();
        for (byte[] bytes : new byte[][] {{}, {1}, {2, 17}}) {
            assertThat(ArrivalCodec.concernsEveryNode(bytes)).isFalse();
        }
    }
}
