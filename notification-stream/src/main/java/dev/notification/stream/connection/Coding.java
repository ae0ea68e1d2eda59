package dev.notification.stream.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** How the bytes of one stream's body are written on the wire; from the first to the last, in their order. */
interface Coding {

    /** As they are. */
    Coding PLAIN = new Coding() {
        @Override
        public ByteBuf encode(ByteBuf burst) {
            return burst;
        }

        @Override
        public ByteBuf end() {
            return Unpooled.EMPTY_BUFFER;
        }
    };

    /** Takes the burst over and returns what a client needs to read all of it at once. */
    ByteBuf encode(ByteBuf burst);

    /** What a client needs to know that nothing more comes, behind all bursts. */
    ByteBuf end();
}
