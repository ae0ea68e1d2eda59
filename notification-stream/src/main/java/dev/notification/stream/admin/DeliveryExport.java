package dev.notification.stream.admin;

import dev.notification.store.DeliveryPage;
import dev.notification.store.DeliveryPosition;
import dev.notification.store.DeliveryState;
import dev.notification.store.Ledger;
import dev.notification.store.LedgerDelivery;
import dev.notification.store.NotificationPlace;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * All deliveries of a notification. They are read a page at a time, and handed out in small portions: the web server asks for 128
 * of them ahead and then for as many as it wrote to the socket, so this many and one page are in memory, however slow the
 * client is. Between two pages no database connection is held, and a time passes in proportion to what the last one took: who
 * waits for a file gives way to who waits for an alert, the more the busier the database is. For one subscriber.
 */
final class DeliveryExport {
    /** What one statement reads in a few milliseconds, about 120 KB as JSON. */
    static final int PAGE = 500;

    /** Proxies and clients give up on what is silent for long. */
    static final Duration LONGEST_REST = Duration.ofSeconds(1);

    /** Who asks for a state that few have hears nothing meanwhile. */
    static final double SHARE_OF_EMPTY = 0.5;

    /** 128 portions are about as much as a page. */
    static final int PORTION = 4;

    private final Ledger ledger;
    private final AdminThreads database;
    private final ExportFormat format;
    private final double share;

    /** Where the next page begins; null after the last one. */
    private volatile @Nullable DeliveryPosition next = DeliveryPosition.START;

    private volatile Duration rest = Duration.ZERO;

    /** @param share of its time in which a page is read, above 0, 1 for as fast as it can go */
    DeliveryExport(Ledger ledger, AdminThreads database, ExportFormat format, double share) {
        this.ledger = ledger;
        this.database = database;
        this.format = format;
        this.share = share;
    }

    /** The file. A page is read when the one before was taken. */
    Flux<byte[]> portions(NotificationPlace place, @Nullable DeliveryState state) {
        Flux<Flux<byte[]>> pages = Flux.generate(sink -> {
            if (next == null) sink.complete();
            else sink.next(Flux.defer(() -> page(place, state)));
        });
        return pages.concatMap(page -> page, 1);
    }

    private Flux<byte[]> page(NotificationPlace place, @Nullable DeliveryState state) {
        DeliveryPosition from = next;
        return from == null
                ? Flux.empty()
                : database.call(() -> read(place, state, from))
                        .delaySubscription(rest)
                        .flatMapIterable(page -> portions(page, from.equals(DeliveryPosition.START)));
    }

    private List<LedgerDelivery> read(NotificationPlace place, @Nullable DeliveryState state, DeliveryPosition from) {
        long begun = System.nanoTime();
        DeliveryPage page = ledger.deliveries(place, state, from, PAGE);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        rest = rest(took, page.items().isEmpty() ? Math.max(share, SHARE_OF_EMPTY) : share);
        next = page.next();
        return page.items();
    }

    /** After what took so long. */
    static Duration rest(Duration took, double share) {
        Duration rest = Duration.ofNanos((long) (took.toNanos() * (1 - share) / share));
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    /** Written when it is asked for; the beginning of the file is there even when it is empty. */
    private Iterable<byte[]> portions(List<LedgerDelivery> page, boolean first) {
        int count = Math.max(first ? 1 : 0, (page.size() + PORTION - 1) / PORTION);
        return () -> IntStream.range(0, count)
                .mapToObj(number -> format.portion(
                        page.subList(number * PORTION, Math.min(page.size(), (number + 1) * PORTION)).stream()
                                .map(DeliveryView::of)
                                .toList(),
                        first && number == 0))
                .iterator();
    }
}
