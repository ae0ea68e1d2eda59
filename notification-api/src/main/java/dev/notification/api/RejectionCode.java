package dev.notification.api;

import java.util.Locale;

/** The kinds of fault for which a record is refused for good. */
public enum RejectionCode {
    /** Declared as JSON, but not JSON: syntax, encoding, nesting. */
    INVALID_JSON,
    /** Neither declared as a CloudEvent nor an object with {@code specversion}. */
    NOT_A_CLOUDEVENT,
    /** A required attribute is not there. */
    MISSING_ATTRIBUTE,
    /** An attribute breaks its rule, is there twice, or is not supported by this version. */
    INVALID_ATTRIBUTE,
    /** Nobody is named to receive it. */
    NO_AUDIENCE,
    /** More than one kind of audience is named. */
    AMBIGUOUS_AUDIENCE,
    /** The data, all attributes together, or a batch are larger than allowed. */
    TOO_LARGE,
    /** Its {@code expirytime} is not in the future. */
    ALREADY_EXPIRED,
    /** Its source and id were used before, for something else. */
    CONFLICTING_ID,
    /** A record without value and without {@code ce_specversion}. */
    TOMBSTONE,
    /** The database refuses this one value. */
    UNSTORABLE;

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The code on the wire, such as {@code invalid-json}. */
    public String code() {
        return code;
    }
}
