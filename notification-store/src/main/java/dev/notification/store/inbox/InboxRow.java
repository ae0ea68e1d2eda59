package dev.notification.store.inbox;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A row of {@code inbox}, for looking only. */
@Entity
@Immutable
@Table(name = "inbox")
class InboxRow {
    @Id
    Long id = 0L;

    String recipient = "";

    protected InboxRow() {}
}
