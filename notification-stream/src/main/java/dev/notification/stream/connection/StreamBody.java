package dev.notification.stream.connection;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * The response body as WebFlux sees it: one first buffer, which brings the head on its way, then nothing until it
 * completes. What lies between goes to the channel directly.
 */
final class StreamBody implements Publisher<DataBuffer>, Subscription {
    private final Supplier<DataBuffer> first;
    private final Runnable begun;
    private final Runnable gone;
    private @Nullable Subscriber<? super DataBuffer> subscriber;
    private boolean requested;

    /**
     * A body of which nobody else subscribes twice.
     *
     * @param first made when it is wanted, so that none is left over where nobody subscribes
     * @param begun called when the first buffer was handed over
     * @param gone called when the client is
     */
    StreamBody(Supplier<DataBuffer> first, Runnable begun, Runnable gone) {
        this.first = first;
        this.begun = begun;
        this.gone = gone;
    }

    @Override
    public void subscribe(Subscriber<? super DataBuffer> to) {
        subscriber = to;
        to.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        if (requested || subscriber == null) return;
        requested = true;
        subscriber.onNext(first.get());
        begun.run();
    }

    @Override
    public void cancel() {
        gone.run();
    }

    void complete() {
        if (subscriber != null) subscriber.onComplete();
    }
}
