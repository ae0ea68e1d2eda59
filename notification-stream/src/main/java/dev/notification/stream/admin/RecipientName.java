package dev.notification.stream.admin;

import dev.notification.api.Audience;
import dev.notification.stream.problem.Problem;

/** Recipients that a request of an admin names. */
final class RecipientName {

    private RecipientName() {}

    /** @throws Problem {@code malformed} when no recipient can have this name */
    static String checked(String where, String name) {
        try {
            return new Audience.Recipient(name).name();
        } catch (IllegalArgumentException invalid) {
            throw Problem.malformed("In " + where + ", " + invalid.getMessage());
        }
    }
}
