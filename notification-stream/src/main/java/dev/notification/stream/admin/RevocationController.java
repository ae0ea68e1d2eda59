package dev.notification.stream.admin;

import dev.notification.store.LoggedRecipients;
import dev.notification.store.Revocation;
import dev.notification.stream.revocation.RevokedCredentials;
import dev.notification.stream.security.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Ends what a recipient's credentials of today are good for. */
@RestController
class RevocationController {
    private static final Logger log = LoggerFactory.getLogger(RevocationController.class);

    private final RevokedCredentials credentials;
    private final LoggedRecipients logged;

    RevocationController(RevokedCredentials credentials, LoggedRecipients logged) {
        this.credentials = credentials;
        this.logged = logged;
    }

    /**
     * What was revoked.
     *
     * @param revokedBefore RFC 3339, UTC
     */
    record Revoked(String recipient, String revokedBefore) {}

    @PostMapping(path = "/v1/admin/recipients/{recipient}/revoke", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Revoked> revoke(
            @PathVariable String recipient, @AuthenticationPrincipal Caller caller, ServerHttpRequest request) {
        return credentials
                .revoke(RecipientName.checked("the path", recipient), Authors.of(caller, request))
                .map(this::answer);
    }

    private Revoked answer(Revocation revocation) {
        log.info(
                "Revoked: {} needs credentials issued after {}",
                logged.of(revocation.recipient()),
                revocation.revokedBefore());
        return new Revoked(revocation.recipient(), revocation.revokedBefore().toString());
    }
}
