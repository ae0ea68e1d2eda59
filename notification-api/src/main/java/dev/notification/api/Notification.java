package dev.notification.api;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One immutable fact for one audience, a CloudEvent. Every instance keeps the rules for attributes and names, whether
 * it was built or read; safe for all threads.
 */
public final class Notification implements Decoded {

    private final String id;
    private final String source;
    private final String type;
    private final Audience audience;
    private final Priority priority;
    private final @Nullable Instant expiryTime;
    private final @Nullable String expiryTimeText;
    private final Map<String, Object> attributes;
    private final @Nullable Data data;

    Notification(
            Envelope envelope,
            Audience audience,
            Priority priority,
            @Nullable Instant expiryTime,
            @Nullable Data data) {
        this.id = Objects.requireNonNull(envelope.own("id"));
        this.source = Objects.requireNonNull(envelope.own("source"));
        this.type = Objects.requireNonNull(envelope.own("type"));
        this.audience = audience;
        this.priority = priority;
        this.expiryTime = expiryTime;
        this.expiryTimeText = envelope.own("expirytime");
        this.attributes = Collections.unmodifiableMap(envelope.carried());
        this.data = data;
    }

    /** A builder with a random id. */
    public static Builder builder() {
        return new Builder();
    }

    /** With {@link #source()} the key of idempotency. */
    public String id() {
        return id;
    }

    /** Who says it. */
    public String source() {
        return source;
    }

    /** What kind of fact it is. */
    public String type() {
        return type;
    }

    /** For whom it is. */
    public Audience audience() {
        return audience;
    }

    /** How urgent it is. */
    public Priority priority() {
        return priority;
    }

    /** Whether it is delivered again until it is acked. */
    public AckPolicy ackPolicy() {
        AckPolicy policy = attributes.get("ackpolicy") instanceof String label ? AckPolicy.of(label) : null;
        return policy == null ? AckPolicy.REQUIRED : policy;
    }

    /** It is never delivered from then on; null when it does not expire. */
    public @Nullable Instant expiryTime() {
        return expiryTime;
    }

    /** {@link #expiryTime()} as the producer wrote it. */
    public @Nullable String expiryTimeText() {
        return expiryTimeText;
    }

    /**
     * All other attributes in the producer's order: time, datacontenttype, subject, dataschema, ackpolicy, extensions. Values are
     * String, Boolean, Integer, or Long where Integer is too small; the map cannot be changed.
     */
    public Map<String, Object> attributes() {
        return attributes;
    }

    /** What it carries, null when it carries nothing. */
    public @Nullable Data data() {
        return data;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Notification that
                && id.equals(that.id)
                && source.equals(that.source)
                && type.equals(that.type)
                && audience.equals(that.audience)
                && priority == that.priority
                && Objects.equals(expiryTimeText, that.expiryTimeText)
                && attributes.equals(that.attributes)
                && Objects.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, source);
    }

    /** Names it without its content, fit for a log line. */
    @Override
    public String toString() {
        return "Notification[" + Excerpt.of(type, 64) + " " + Excerpt.of(source, 64) + " " + Excerpt.of(id, 64) + "]";
    }

    /** Builds one notification. For one thread; what is set twice counts the last time. */
    public static final class Builder {

        private final Map<String, Object> attributes = new LinkedHashMap<>();
        private @Nullable Data data;

        private Builder() {
            attributes.put("specversion", "1.0");
        }

        /** 1–512 characters; without it a random UUID, with which repeated publishing is never recognised. */
        public Builder id(String id) {
            return attribute("id", id);
        }

        /** 1–512 characters, required. CloudEvents asks for a URI reference such as {@code /orders}. */
        public Builder source(String source) {
            return attribute("source", source);
        }

        /** 1–128 printable ASCII characters, required; not {@code error}, {@code open} or {@code stream.*}. */
        public Builder type(String type) {
            return attribute("type", type);
        }

        /** For one recipient; replaces any audience given before. */
        public Builder recipient(String name) {
            return audience(new Audience.Recipient(name));
        }

        /** For several; replaces any audience given before. */
        public Builder recipients(Collection<String> names) {
            return audience(new Audience.Recipients(List.copyOf(names)));
        }

        /** For this audience; replaces any given before. */
        public Builder audience(Audience audience) {
            attributes.remove("recipient");
            attributes.remove("recipients");
            return attribute(
                    audience instanceof Audience.Recipient ? "recipient" : "recipients",
                    String.join(",", audience.names()));
        }

        /** {@link Priority#NORMAL} when not set. */
        public Builder priority(Priority priority) {
            return attribute("priority", priority.label());
        }

        /** {@link AckPolicy#REQUIRED} when not set. */
        public Builder ackPolicy(AckPolicy policy) {
            return attribute("ackpolicy", policy.label());
        }

        /** Not to be delivered from then on. */
        public Builder expiryTime(Instant expiryTime) {
            return attribute("expirytime", expiryTime.toString());
        }

        /** When the fact happened. */
        public Builder time(Instant time) {
            return attribute("time", time.toString());
        }

        /** What it is about, within the source. */
        public Builder subject(String subject) {
            return attribute("subject", subject);
        }

        /** Any attribute by its name on the wire. The value is a String, Boolean, Integer or Long. */
        public Builder attribute(String name, Object value) {
            attributes.put(name, value);
            return this;
        }

        /** What it carries. */
        public Builder data(Data data) {
            this.data = data;
            return this;
        }

        /**
         * The notification.
         *
         * @throws IllegalArgumentException naming the attribute that is missing or breaks its rule, or because the data
         *     are no valid JSON or larger than {@link CloudEventReader#MAX_DATA_BYTES}
         */
        public Notification build() {
            try {
                Envelope envelope = new Envelope();
                attributes.forEach(envelope::add);
                if (!attributes.containsKey("id")) {
                    envelope.add("id", UUID.randomUUID().toString());
                }
                if (data != null) {
                    DataRules.require(data, envelope.dataContentType());
                }
                return envelope.toNotification(data, null);
            } catch (RefusedException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
    }
}
