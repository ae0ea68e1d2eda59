package dev.notification.stream.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.notification.store.DeliveryPage;
import dev.notification.store.DeliveryPosition;
import dev.notification.store.DeliveryState;
import dev.notification.store.Ledger;
import dev.notification.store.LedgerFound;
import dev.notification.store.LedgerItem;
import dev.notification.store.LedgerPage;
import dev.notification.store.LedgerQuery;
import dev.notification.store.NotificationPlace;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Where notifications are, and who has them. */
@RestController
class NotificationController {
    private final Ledger ledger;
    private final AdminThreads database;

    NotificationController(Ledger ledger, AdminThreads database) {
        this.ledger = ledger;
        this.database = database;
    }

    /** One notification and how it stands; {@code states} has every state there is. */
    record Found(NotificationView notification, long audience, long deliveries, Map<String, Long> states, long read) {}

    /** What a search found; in a search through one inbox with the delivery in it. */
    record Item(
            @JsonUnwrapped NotificationView notification,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            DeliveryView delivery) {}

    /**
     * A page of a search.
     *
     * @param next {@code next} for the next page, null at the end
     * @param searchedBack everything stored after this was looked at; null when everything was
     */
    record Items(
            List<Item> items,
            @Nullable String next,
            @Nullable Instant searchedBack) {}

    /** A page of deliveries. */
    record Deliveries(List<DeliveryView> items, @Nullable String next) {}

    @GetMapping(path = "/v1/admin/notifications", params = "id", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Found> find(@RequestParam MultiValueMap<String, String> parameters) {
        NamedNotification key = NamedNotification.of(QueryParameters.of(parameters, "source", "id"));
        return database.call(() -> found(ledger.find(key.placeIn(ledger)).orElseThrow(key::dropped)));
    }

    @GetMapping(path = "/v1/admin/notifications", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Items> search(@RequestParam MultiValueMap<String, String> parameters) {
        LedgerQuery query = SearchParameters.of(parameters);
        return database.call(() -> items(ledger.search(query), query.recipient() != null));
    }

    /** The answer too for those who accept everything: JSON comes first in the alphabet. */
    @GetMapping(path = "/v1/admin/notifications/deliveries", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Deliveries> deliveries(@RequestParam MultiValueMap<String, String> parameters) {
        QueryParameters query = QueryParameters.of(parameters, "source", "id", "state", "limit", "next");
        NamedNotification key = NamedNotification.of(query);
        DeliveryState state = query.state();
        int limit = query.limit();
        DeliveryPosition given = query.position("next", Positions::delivery);
        DeliveryPosition after = given == null ? DeliveryPosition.START : given;
        return database.call(() -> {
            NotificationPlace place = key.placeIn(ledger);
            DeliveryPage page = ledger.deliveries(place, state, after, limit);
            return new Deliveries(page.items().stream().map(DeliveryView::of).toList(), Positions.encode(page.next()));
        });
    }

    private static Found found(LedgerFound found) {
        Map<String, Long> states = new LinkedHashMap<>();
        found.states().forEach((state, count) -> states.put(state.label(), count));
        return new Found(
                NotificationView.of(found.entry()), found.audience(), found.deliveries(), states, found.read());
    }

    private static Items items(LedgerPage page, boolean inbox) {
        return new Items(
                page.items().stream().map(NotificationController::item).toList(),
                Positions.encode(page.next(), inbox),
                page.next() == null ? null : page.next().storedAt());
    }

    private static Item item(LedgerItem item) {
        NotificationView notification = NotificationView.of(item.entry());
        return item.delivery() == null
                ? new Item(notification, null)
                : new Item(notification.withDelivery(), DeliveryView.of(item.delivery()));
    }
}
