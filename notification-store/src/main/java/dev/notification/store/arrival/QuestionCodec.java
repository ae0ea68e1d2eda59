package dev.notification.store.arrival;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.store.Arrival;
import dev.notification.store.Filter;
import dev.notification.store.OpenConnection;
import dev.notification.store.OpenConnections;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What follows the header of a question or an answer. Question, asker; an answer goes on with name and instance of its node,
 * how many connections there are, how many follow, and these. Texts are UTF-8 behind their length in two bytes.
 */
final class QuestionCodec {
    static final int ASKED_BYTES = 8 + 16;

    private static final int HAS_ADDRESS = 1;
    private static final int HAS_ACK = 2;
    private static final int HAS_LAST_ID = 4;
    private static final int CURSOR_ACKS = 8;

    private QuestionCodec() {}

    static void put(ByteBuffer out, Arrival.Asked asked) {
        out.putLong(asked.question());
        out.putLong(asked.asker().getMostSignificantBits());
        out.putLong(asked.asker().getLeastSignificantBits());
    }

    static byte[] encode(Arrival.Answered answered) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(answered.question());
            put(out, answered.asker());
            put(out, answered.node());
            put(out, answered.instance());
            out.writeInt(answered.connections().count());
            out.writeShort(answered.connections().oldest().size());
            for (OpenConnection connection : answered.connections().oldest()) put(out, connection);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void put(DataOutputStream out, OpenConnection connection) throws IOException {
        int flags = (connection.address() == null ? 0 : HAS_ADDRESS)
                | (connection.lastAckAt() == null ? 0 : HAS_ACK)
                | (connection.lastId() == null ? 0 : HAS_LAST_ID)
                | (connection.cursorAcks() ? CURSOR_ACKS : 0);
        out.writeByte(flags);
        put(out, connection.since());
        if (connection.address() != null) put(out, connection.address());
        if (connection.lastAckAt() != null) put(out, connection.lastAckAt());
        if (connection.lastId() != null) put(out, connection.lastId());
        out.writeInt(connection.inFlight());
        put(out, connection.filter().types());
        put(out, connection.filter().topics());
    }

    private static void put(DataOutputStream out, Set<String> names) throws IOException {
        out.writeShort(names.size());
        for (String name : new TreeSet<>(names)) put(out, name);
    }

    private static void put(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(UTF_8);
        out.writeShort(utf8.length);
        out.write(utf8);
    }

    private static void put(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static void put(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    static Arrival.Asked asked(String recipient, ByteBuffer in) {
        return new Arrival.Asked(recipient, in.getLong(), uuid(in));
    }

    static Arrival.Answered answered(String recipient, ByteBuffer in) {
        long question = in.getLong();
        UUID asker = uuid(in);
        String node = text(in);
        UUID instance = uuid(in);
        int count = in.getInt();
        List<OpenConnection> oldest = new ArrayList<>();
        for (int left = Short.toUnsignedInt(in.getShort()); left > 0; left--) oldest.add(connection(in));
        return new Arrival.Answered(recipient, question, asker, node, instance, new OpenConnections(count, oldest));
    }

    private static OpenConnection connection(ByteBuffer in) {
        int flags = in.get();
        Instant since = ArrivalCodec.instant(in);
        String address = textIf((flags & HAS_ADDRESS) != 0, in);
        Instant lastAckAt = (flags & HAS_ACK) == 0 ? null : ArrivalCodec.instant(in);
        String lastId = textIf((flags & HAS_LAST_ID) != 0, in);
        int inFlight = in.getInt();
        Filter filter = new Filter(names(in), names(in));
        return new OpenConnection(since, address, lastAckAt, inFlight, filter, (flags & CURSOR_ACKS) != 0, lastId);
    }

    private static Set<String> names(ByteBuffer in) {
        Set<String> names = new HashSet<>();
        for (int left = Short.toUnsignedInt(in.getShort()); left > 0; left--) names.add(text(in));
        return names;
    }

    private static @Nullable String textIf(boolean there, ByteBuffer in) {
        return there ? text(in) : null;
    }

    private static String text(ByteBuffer in) {
        return new String(ArrivalCodec.bytes(in, Short.toUnsignedInt(in.getShort())), UTF_8);
    }

    private static UUID uuid(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }
}
