package dev.notification.api;

import java.util.LinkedHashSet;
import java.util.List;

/** Whom a notification is for. A later version adds kinds. */
public sealed interface Audience permits Audience.Recipient, Audience.Recipients {

    /** Most recipients that one notification may name. */
    int MAX_RECIPIENTS = 1_000;

    /** The recipients named, at least one, each once. */
    List<String> names();

    /**
     * One recipient.
     *
     * @param name 1–128 characters, no comma, no control characters, no blanks around it; otherwise
     *     {@link IllegalArgumentException}
     */
    record Recipient(String name) implements Audience {

        public Recipient {
            Names.requireRecipient("recipient", name);
        }

        @Override
        public List<String> names() {
            return List.of(name);
        }
    }

    /**
     * Several recipients, each of whom gets the same notification.
     *
     * @param names 1–1,000 names, each as in {@link Recipient}; a repeated one counts once, the order stays
     */
    record Recipients(List<String> names) implements Audience {

        public Recipients {
            if (names.isEmpty() || names.size() > MAX_RECIPIENTS) {
                throw new IllegalArgumentException("recipients must hold 1 to " + MAX_RECIPIENTS + " names");
            }
            names.forEach(name -> Names.requireRecipient("recipients: a name", name));
            names = List.copyOf(new LinkedHashSet<>(names));
        }
    }
}
