package dev.notification.stream.admin;

import dev.notification.store.Author;
import dev.notification.store.Corrected;
import dev.notification.store.Corrections;
import dev.notification.stream.body.RequestBody;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import dev.notification.stream.security.Caller;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What admins change of notifications that are stored already. */
@RestController
class CorrectionController {
    private final Corrections corrections;
    private final AdminThreads database;

    CorrectionController(Corrections corrections, AdminThreads database) {
        this.corrections = corrections;
        this.database = database;
    }

    /** How many deliveries were changed, or placed anew. */
    record Changed(long changed) {}

    /** How many deliveries were deleted. */
    record Erased(long erased) {}

    @FunctionalInterface
    private interface Correction {
        Corrected of(CorrectionBody body, Author author);
    }

    @PostMapping(path = "/v1/admin/notifications/cancel", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Changed> cancel(@AuthenticationPrincipal Caller caller, ServerHttpRequest request) {
        return correct(caller, request, (body, author) -> corrections.cancel(body.key(), body.recipients(), author));
    }

    @PostMapping(path = "/v1/admin/notifications/resend", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Changed> resend(@AuthenticationPrincipal Caller caller, ServerHttpRequest request) {
        return correct(caller, request, (body, author) -> corrections.resend(body.key(), body.recipients(), author));
    }

    @PostMapping(path = "/v1/admin/notifications/expire", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Changed> expire(@AuthenticationPrincipal Caller caller, ServerHttpRequest request) {
        return correct(caller, request, (body, author) -> corrections.expire(body.key(), body.recipients(), author));
    }

    @DeleteMapping(path = "/v1/admin/recipients/{recipient}", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Erased> erase(
            @PathVariable String recipient, @AuthenticationPrincipal Caller caller, ServerHttpRequest request) {
        String name = RecipientName.checked("the path", recipient);
        Author author = Authors.of(caller, request);
        return database.call(() -> corrections.erase(name, author)).map(Erased::new);
    }

    private Mono<Changed> correct(Caller caller, ServerHttpRequest request, Correction correction) {
        Author author = Authors.of(caller, request);
        return RequestBody.readJson(request)
                .map(CorrectionBody::read)
                .flatMap(body -> database.call(() -> correction.of(body, author)))
                .map(CorrectionController::answer);
    }

    private static Changed answer(Corrected corrected) {
        return switch (corrected.outcome()) {
            case DONE -> new Changed(corrected.changed());
            case UNKNOWN ->
                throw Problem.of(
                        ProblemType.NOT_FOUND,
                        "No notification with this source and id is stored, or not any more; both are compared exactly.");
            case EXPIRED ->
                throw Problem.of(
                        ProblemType.NOTIFICATION_EXPIRED,
                        "It must not be delivered after its expirytime; publish a new one with another id.");
        };
    }
}
