package dev.notification.store.arrival;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.api.Priority;
import dev.notification.store.Arrival;
import dev.notification.store.Content;
import dev.notification.store.Delivery;
import dev.notification.store.Lanes;
import dev.notification.store.SequenceRange;
import dev.notification.store.TicketHash;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arrivals as the values of Kafka records; the recipient is the key. Fixed-width fields, big-endian:
 * version, kind, epoch id, then by kind the delivery, the bare sequence, the ranges, a ticket's hash and uses, or a time;
 * what nodes ask each other is {@link QuestionCodec}'s.
 */
final class ArrivalCodec {
    private static final byte VERSION = 1;
    private static final byte STORED = 1;
    private static final byte STORED_ELSEWHERE = 2;
    private static final byte ACKED = 3;
    private static final byte READ = 4;
    private static final byte WITHDRAWN = 5;
    // from 16 on: what happens to credentials
    private static final byte TICKET_USED = 16;
    private static final byte REVOKED = 17;
    // from 32 on: what nodes ask each other
    private static final byte ASKED = 32;
    private static final byte ANSWERED = 33;

    private static final int HAS_EXPIRY = 1;
    private static final int HAS_DATA = 2;
    private static final int IS_BINARY = 4;
    private static final int NEEDS_NO_ACK = 8;
    private static final int HEADER_BYTES = 1 + 1 + 8;

    private ArrivalCodec() {}

    static byte[] encode(Arrival arrival) {
        if (arrival instanceof Arrival.Stored stored) return encode(stored);
        if (arrival instanceof Arrival.Acked acked) return encode(ACKED, acked.epochId(), acked.ranges());
        if (arrival instanceof Arrival.Read read) return encode(READ, read.epochId(), read.ranges());
        if (arrival instanceof Arrival.Withdrawn gone) return encode(WITHDRAWN, gone.epochId(), gone.ranges());
        if (arrival instanceof Arrival.TicketUsed used) return encode(used);
        if (arrival instanceof Arrival.Revoked revoked) return encode(revoked);
        if (arrival instanceof Arrival.Asked asked) return encode(asked);
        if (arrival instanceof Arrival.Answered answered) return encode(answered);
        throw new IllegalArgumentException("No such kind of arrival: " + arrival.getClass());
    }

    private static byte[] encode(Arrival.Stored stored) {
        Delivery delivery = stored.delivery();
        if (delivery == null) {
            ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + 8);
            header(out, STORED_ELSEWHERE, stored.epochId()).putLong(stored.seq());
            return out.array();
        }
        Content content = delivery.content();
        byte[] type = content.type().getBytes(UTF_8);
        byte[] data = content.data();
        Instant expiry = delivery.expiresAt();
        int flags = (expiry == null ? 0 : HAS_EXPIRY)
                | (data == null ? 0 : HAS_DATA)
                | (content.binary() ? IS_BINARY : 0)
                | (delivery.ackRequired() ? 0 : NEEDS_NO_ACK);
        int size = 8
                + 1
                + 2
                + 12
                + 1
                + (expiry == null ? 0 : 12)
                + 2
                + type.length
                + 4
                + content.attributes().length
                + (data == null ? 0 : data.length);
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + size);
        header(out, STORED, stored.epochId());
        out.putLong(stored.seq()).put((byte) Lanes.number(delivery.priority())).putShort((short) delivery.attempt());
        put(out, delivery.createdAt());
        out.put((byte) flags);
        if (expiry != null) put(out, expiry);
        out.putShort((short) type.length).put(type);
        out.putInt(content.attributes().length).put(content.attributes());
        if (data != null) out.put(data);
        return out.array();
    }

    private static byte[] encode(byte kind, long epochId, List<SequenceRange> ranges) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + ranges.size() * 16);
        header(out, kind, epochId);
        ranges.forEach(range -> out.putLong(range.from()).putLong(range.to()));
        return out.array();
    }

    private static byte[] encode(Arrival.TicketUsed used) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + TicketHash.BYTES + 8);
        header(out, TICKET_USED, used.epochId()).put(used.ticket().bytes()).putLong(used.uses());
        return out.array();
    }

    private static byte[] encode(Arrival.Revoked revoked) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + 12);
        put(header(out, REVOKED, revoked.epochId()), revoked.revokedBefore());
        return out.array();
    }

    private static byte[] encode(Arrival.Asked asked) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + QuestionCodec.ASKED_BYTES);
        QuestionCodec.put(header(out, ASKED, asked.epochId()), asked);
        return out.array();
    }

    private static byte[] encode(Arrival.Answered answered) {
        byte[] answer = QuestionCodec.encode(answered);
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + answer.length);
        header(out, ANSWERED, answered.epochId()).put(answer);
        return out.array();
    }

    /** Whether it is to be heard even where nobody wants its recipient. Looks at the kind alone. */
    static boolean concernsEveryNode(byte[] value) {
        if (value.length < 2 || value[0] != VERSION) return false;
        return value[1] == REVOKED || value[1] == ASKED || value[1] == ANSWERED;
    }

    private static ByteBuffer header(ByteBuffer out, byte kind, long epochId) {
        return out.put(VERSION).put(kind).putLong(epochId);
    }

    /** The arrival, or null for one that this version does not understand: the look at the table will find what it hinted at. */
    static @Nullable Arrival decode(String recipient, byte[] value) {
        try {
            ByteBuffer in = ByteBuffer.wrap(value);
            if (in.get() != VERSION) return null;
            byte kind = in.get();
            long epochId = in.getLong();
            return switch (kind) {
                case STORED -> stored(recipient, epochId, in);
                case STORED_ELSEWHERE -> new Arrival.Stored(recipient, epochId, in.getLong(), null);
                case ACKED -> new Arrival.Acked(recipient, epochId, ranges(in));
                case READ -> new Arrival.Read(recipient, epochId, ranges(in));
                case WITHDRAWN -> new Arrival.Withdrawn(recipient, epochId, ranges(in));
                case TICKET_USED ->
                    new Arrival.TicketUsed(recipient, TicketHash.ofBytes(bytes(in, TicketHash.BYTES)), in.getLong());
                case REVOKED -> new Arrival.Revoked(recipient, instant(in));
                case ASKED -> QuestionCodec.asked(recipient, in);
                case ANSWERED -> QuestionCodec.answered(recipient, in);
                default -> null;
            };
        } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static Arrival stored(String recipient, long epochId, ByteBuffer in) {
        long seq = in.getLong();
        Priority priority = Lanes.numbered(in.get());
        int attempt = in.getShort();
        Instant createdAt = instant(in);
        int flags = in.get();
        Instant expiresAt = (flags & HAS_EXPIRY) == 0 ? null : instant(in);
        String type = new String(bytes(in, in.getShort()), UTF_8);
        byte[] attributes = bytes(in, in.getInt());
        byte[] data = (flags & HAS_DATA) == 0 ? null : bytes(in, in.remaining());
        Content content = new Content(type, attributes, data, (flags & IS_BINARY) != 0);
        boolean ackRequired = (flags & NEEDS_NO_ACK) == 0;
        return new Arrival.Stored(
                recipient,
                epochId,
                seq,
                new Delivery(seq, priority, attempt, null, createdAt, expiresAt, ackRequired, content));
    }

    private static List<SequenceRange> ranges(ByteBuffer in) {
        List<SequenceRange> ranges = new ArrayList<>(in.remaining() / 16);
        while (in.hasRemaining()) ranges.add(new SequenceRange(in.getLong(), in.getLong()));
        return ranges;
    }

    static byte[] bytes(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) throw new BufferUnderflowException();
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static void put(ByteBuffer out, Instant instant) {
        out.putLong(instant.getEpochSecond()).putInt(instant.getNano());
    }

    static Instant instant(ByteBuffer in) {
        return Instant.ofEpochSecond(in.getLong(), in.getInt());
    }
}
