package dev.notification.stream.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class GzipTests {
    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);

    /** A client that reads all that can be read after each burst. */
    private static final class Client {
        private final Inflater inflater = new Inflater(true);
        private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
        private boolean begun;

        byte[] reads(ByteBuf burst) throws DataFormatException {
            byte[] bytes = ByteBufUtil.getBytes(burst);
            burst.release();
            wire.writeBytes(bytes);
            int header = begun ? 0 : 10;
            begun = true;
            inflater.setInput(bytes, header, bytes.length - header);
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            byte[] room = new byte[8_192];
            for (int n = inflater.inflate(room); n > 0; n = inflater.inflate(room)) plain.write(room, 0, n);
            return plain.toByteArray();
        }

        byte[] readsAll() throws IOException {
            return new GZIPInputStream(new ByteArrayInputStream(wire.toByteArray())).readAllBytes();
        }
    }

    @Test
    void everyBurstCanBeReadAtOnceWhateverElseTheThreadCompresses() throws Exception {
        Random random = new Random(7);
        Gzip[] streams = {new Gzip(buffers), new Gzip(buffers), new Gzip(buffers)};
        Client[] clients = {new Client(), new Client(), new Client()};
        ByteArrayOutputStream[] sent = {
            new ByteArrayOutputStream(), new ByteArrayOutputStream(), new ByteArrayOutputStream()
        };
        for (int i = 0; i < 600; i++) {
            int which = random.nextInt(3);
            byte[] burst = burst(random, i);
            sent[which].writeBytes(burst);
            assertThat(clients[which].reads(streams[which].encode(copy(burst)))).isEqualTo(burst);
        }
        for (int which = 0; which < 3; which++) {
            assertThat(clients[which].reads(streams[which].end())).isEmpty();
            assertThat(clients[which].readsAll()).isEqualTo(sent[which].toByteArray());
        }
        assertThat(buffers.metric().usedDirectMemory()).isZero();
        assertThat(buffers.metric().usedHeapMemory()).isZero();
    }

    @Test
    void aStreamWithoutABurstIsAnEmptyMember() throws Exception {
        Client client = new Client();
        client.reads(new Gzip(buffers).end());
        assertThat(client.readsAll()).isEmpty();
    }

    @Test
    void framesThatAreAlikeBecomeSmall() throws Exception {
        Gzip stream = new Gzip(buffers);
        long plain = 0;
        long wire = 0;
        for (int i = 0; i < 200; i++) {
            byte[] burst = frame(i);
            ByteBuf encoded = stream.encode(copy(burst));
            plain += burst.length;
            wire += encoded.readableBytes();
            encoded.release();
        }
        assertThat(wire).isLessThan(plain / 3);
    }

    private ByteBuf copy(byte[] burst) {
        return buffers.directBuffer(Math.max(1, burst.length)).writeBytes(Unpooled.wrappedBuffer(burst));
    }

    /** Frames, nothing, and what cannot be compressed, from a byte to more than a window. */
    private static byte[] burst(Random random, int number) {
        if (number % 50 == 0) return new byte[0];
        if (number % 3 != 0) return frame(number);
        byte[] noise = new byte[1 << random.nextInt(18)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] frame(int number) {
        return ("id: afybm0zmt1." + number + "\ndata: {\"seq\":" + number + ",\"attempt\":1,\"recipient\":\"alice\","
                        + "\"specversion\":\"1.0\",\"id\":\"o-" + (number * 7919)
                        + "\",\"source\":\"/orders\",\"type\":"
                        + "\"order.shipped\",\"time\":\"2026-11-22T11:59:59.5Z\",\"priority\":\"normal\",\"data\":{\"order\":"
                        + (number * 104729) + ",\"state\":\"shipped\"}}\n\n")
                .getBytes(US_ASCII);
    }
}
