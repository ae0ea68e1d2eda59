package dev.notification.stream.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutletTests {
    private static final int HIGH = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger completed = new AtomicInteger();
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

    /** A socket that holds what is written until it is flushed. */
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private @Nullable Outlet outlet;
    private boolean broken;

    @BeforeEach
    void pipeline() {
        channel.pipeline().addLast(new Wire(), new ChannelInboundHandlerAdapter() {
            @Override
            public void channelWritabilityChanged(ChannelHandlerContext context) {
                if (outlet != null && channel.isWritable()) outlet.writable();
            }
        });
    }

    private final class Wire extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message == Takeover.END) {
                completed.incrementAndGet();
                return;
            }
            ByteBuf bytes = (ByteBuf) message;
            if (broken) {
                bytes.release();
                promise.setFailure(new IOException("Broken pipe"));
                return;
            }
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.getBytes(bytes.readerIndex(), copy);
            wire.writeBytes(copy);
            var unused = context.write(bytes, promise);
        }
    }

    @Test
    void aBurstThatIsBeingMadeCountsAsWaiting() {
        Outlet outlet = outlet(Coding.PLAIN);
        ByteBuf burst = outlet.buffer(16).writeZero(HIGH);
        assertThat(outlet.isWritable()).isTrue();
        burst.writeByte(1);
        assertThat(outlet.isWritable()).isFalse();
        outlet.write(burst, null);
        assertThat(channel.isWritable()).isFalse();
        assertThat(outlet.waitingBytes()).isPositive();
        channel.runPendingTasks();
        assertThat(resumed).hasValue(1);
        assertThat(outlet.isWritable()).isTrue();
        assertThat(outlet.waitingBytes()).isZero();
    }

    @Test
    void whatBecomesSmallResumesByItself() {
        Outlet outlet = outlet(new Gzip(channel.alloc()));
        ByteBuf burst = outlet.buffer(16).writeZero(2 * HIGH);
        assertThat(outlet.isWritable()).isFalse();
        outlet.write(burst, null);
        assertThat(channel.isWritable()).isTrue();
        assertThat(resumed).hasValue(0);
        channel.runPendingTasks();
        assertThat(resumed).hasValue(1);
    }

    @Test
    void endsWithTheTrailerBeforeTheResponseDoes() throws Exception {
        Outlet outlet = outlet(new Gzip(channel.alloc()));
        outlet.write(outlet.buffer(16).writeBytes("data: 1\n\n".getBytes(US_ASCII)), null);
        outlet.end(PATIENCE);
        outlet.end(PATIENCE);
        channel.runPendingTasks();
        assertThat(completed).hasValue(1);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(wire.toByteArray())).readAllBytes())
                .asString()
                .isEqualTo("data: 1\n\n");
        assertThat(outlet.isWritable()).isFalse();
    }

    @Test
    void saysWhatTheSocketHasAndNothingElse() {
        AtomicInteger written = new AtomicInteger();
        Outlet outlet = outlet(Coding.PLAIN);
        outlet.write(outlet.buffer(16).writeByte(1), written::incrementAndGet);
        assertThat(written).hasValue(0);
        channel.runPendingTasks();
        assertThat(written).hasValue(1);
        broken = true;
        outlet.write(outlet.buffer(16).writeByte(1), written::incrementAndGet);
        channel.runPendingTasks();
        assertThat(written).as("thrown away").hasValue(1);
    }

    @Test
    void whoDoesNotTakeTheRestIsCutOff() {
        channel.freezeTime();
        Outlet outlet = outlet(Coding.PLAIN);
        outlet.end(PATIENCE);
        channel.advanceTimeBy(PATIENCE.toMillis() - 1, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whatWasRefusedIsNotAskedForAgainAtOnce() {
        Outlet outlet = outlet(Coding.PLAIN);
        outlet.buffer(16).writeZero(HIGH * 3 / 4);
        assertThat(outlet.isWritable()).isTrue();
        assertThat(outlet.hasRoomFor(4 * HIGH)).isFalse();
        assertThat(outlet.isWritable()).isFalse();
        outlet.tryAgain();
        assertThat(outlet.isWritable()).isTrue();
    }

    @Test
    void releasesWhatCannotBeSentAnyMore() {
        for (Coding coding : new Coding[] {Coding.PLAIN, new Gzip(channel.alloc())}) {
            EmbeddedChannel other = new EmbeddedChannel();
            Outlet outlet = new Outlet(other, coding);
            ByteBuf late = outlet.buffer(16).writeByte(1);
            outlet.cut();
            assertThat(other.isOpen()).isFalse();
            outlet.write(late, null);
            assertThat(late.refCnt()).isZero();
            outlet.end(PATIENCE);
        }
        assertThat(completed).hasValue(0);
    }

    private Outlet outlet(Coding coding) {
        Outlet made = new Outlet(channel, coding);
        made.onWritable(resumed::incrementAndGet);
        outlet = made;
        return made;
    }

    @AfterEach
    void release() {
        for (Object left = channel.readOutbound(); left != null; left = channel.readOutbound()) {
            assertThat(ReferenceCountUtil.refCnt(left)).isOne();
            ReferenceCountUtil.release(left);
        }
        channel.finishAndReleaseAll();
    }
}
