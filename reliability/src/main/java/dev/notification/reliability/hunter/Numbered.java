package dev.notification.reliability.hunter;

/**
 * A table whose rows belong to inboxes and have numbers.
 *
 * @param name of the table
 * @param inbox column with the inbox
 * @param number column with the number
 */
public record Numbered(String name, String inbox, String number) {
    /** The service's own. */
    public static final Numbered DELIVERIES = new Numbered("delivery", "inbox_id", "seq");

    private static final String FROM =
            "from unnest(?::bigint[], ?::bigint[]) as c(inbox, cursor) join %1$s t on t.%2$s = c.inbox and t.%3$s %4$s c.cursor";

    String newer() {
        return "select t.%1$s, t.%2$s ".formatted(inbox, number) + from(">");
    }

    String upTo() {
        return "select count(*) " + from("<=");
    }

    private String from(String comparison) {
        return FROM.formatted(name, inbox, number, comparison);
    }
}
