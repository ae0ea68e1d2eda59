package dev.notification.store.inbox;

import dev.notification.store.Content;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.Nullable;

/** A row of {@code notification}, for looking only. */
@Entity
@Immutable
@Table(name = "notification")
class NotificationRow {
    @Id
    Long id = 0L;

    @PartitionKey
    Instant createdAt = Instant.EPOCH;

    String type = "";
    byte[] attributes = new byte[0];
    byte @Nullable [] data;
    boolean dataBinary;

    protected NotificationRow() {}

    Content content() {
        return new Content(type, attributes, data, dataBinary);
    }
}
