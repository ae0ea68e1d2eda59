package dev.notification.stream.admin;

import dev.notification.store.AuditEntry;
import dev.notification.store.AuditQuery;
import dev.notification.store.AuditTrail;
import dev.notification.store.NotificationKey;
import dev.notification.stream.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who changed what. */
@RestController
class AuditController {
    private final AuditTrail audit;
    private final AdminThreads database;

    AuditController(AuditTrail audit, AdminThreads database) {
        this.audit = audit;
        this.database = database;
    }

    /**
     * A change.
     *
     * @param at RFC 3339, UTC
     * @param source of the notification that was changed, as {@code id}
     */
    record Item(
            String at,
            String actor,
            @Nullable String address,
            String action,
            @Nullable String recipient,
            @Nullable String source,
            @Nullable String id,
            JsonNode detail) {

        static Item of(AuditEntry entry) {
            @Nullable NotificationKey notification = entry.notification();
            return new Item(
                    entry.key().at().toString(),
                    entry.author().name(),
                    entry.author().address(),
                    entry.action(),
                    entry.recipient(),
                    notification == null ? null : notification.source(),
                    notification == null ? null : notification.id(),
                    JsonMapper.shared().readTree(entry.detail()));
        }
    }

    @GetMapping(path = "/v1/admin/audit", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ItemPage<Item>> list(@RequestParam MultiValueMap<String, String> parameters) {
        QueryParameters query = QueryParameters.of(
                parameters, "actor", "action", "recipient", "source", "id", "since", "until", "next", "limit");
        int limit = query.limit();
        AuditQuery asked = new AuditQuery(
                query.text("actor"),
                query.text("action"),
                query.text("recipient"),
                notification(query.text("source"), query.text("id")),
                query.time("since"),
                query.time("until"),
                query.position("next", Positions::listed),
                limit + 1);
        return database.call(() -> ItemPage.of(audit.list(asked), limit, AuditEntry::key, Item::of));
    }

    private static @Nullable NotificationKey notification(@Nullable String source, @Nullable String id) {
        if (source != null && id != null) return new NotificationKey(source, id);
        if (source != null || id != null)
            throw Problem.malformed("Give source and id together: they name a notification");
        return null;
    }
}
