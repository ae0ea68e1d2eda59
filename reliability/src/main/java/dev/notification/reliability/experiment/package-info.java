/** The experiments: load, faults, recovery, final reads, verdict, one row of a table each. */
@NullMarked
package dev.notification.reliability.experiment;

import org.jspecify.annotations.NullMarked;
