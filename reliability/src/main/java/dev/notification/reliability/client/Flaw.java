package dev.notification.reliability.client;

/** What can be wrong with a record, and the code with which the contract has it refused. */
enum Flaw {
    NOT_JSON("invalid-json", "{'specversion':'1.0','id':'KEY','source':'/reliability',"),
    NOT_UTF_8("invalid-json", event("'type':'t','subject':'\u00ff'")),
    NO_CLOUD_EVENT("not-a-cloudevent", "{'id':'KEY','recipient':'RECIPIENT'}"),
    NO_TYPE("missing-attribute", event("'data':1")),
    NO_SOURCE("missing-attribute", "{'specversion':'1.0','id':'KEY','type':'t','recipient':'RECIPIENT'}"),
    BAD_PRIORITY("invalid-attribute", event("'type':'t','priority':'soon'")),
    BAD_TIME("invalid-attribute", event("'type':'t','time':'yesterday'")),
    NOT_SUPPORTED("invalid-attribute", event("'type':'t','collapsekey':'c'")),
    NO_AUDIENCE("no-audience", "{'specversion':'1.0','id':'KEY','source':'/reliability','type':'t'}"),
    TWO_AUDIENCES("ambiguous-audience", event("'type':'t','recipients':'RECIPIENT'")),
    TOO_LARGE("too-large", event("'type':'t','data':'" + "x".repeat(100_000) + "'")),
    EXPIRED("already-expired", event("'type':'t','expirytime':'2020-01-01T00:00:00Z'"));

    private final String code;
    private final String template;

    Flaw(String code, String template) {
        this.code = code;
        this.template = template;
    }

    /** What a record with this flaw must be refused with. */
    String code() {
        return code;
    }

    /** Whether it says of itself that it is a CloudEvent. */
    boolean declared() {
        return this != NO_CLOUD_EVENT;
    }

    /** The value of such a record; each character is one byte. */
    String value(String key, String recipient) {
        return template.replace('\'', '"').replace("KEY", key).replace("RECIPIENT", recipient);
    }

    private static String event(String more) {
        return "{'specversion':'1.0','id':'KEY','source':'/reliability','recipient':'RECIPIENT'," + more + "}";
    }
}
