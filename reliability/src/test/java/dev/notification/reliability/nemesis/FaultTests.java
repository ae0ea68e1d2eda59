package dev.notification.reliability.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FaultTests {
    @Test
    void countsUntilItEndsAndEndsOnce() {
        AtomicLong count = new AtomicLong();
        AtomicLong ends = new AtomicLong();
        Fault fault = new Fault("fault", "things", count::get, ends::incrementAndGet);
        count.set(3);
        assertThat(fault.happened()).isEqualTo(3);
        fault.end();
        count.set(5);
        fault.close();
        assertThat(fault.happened()).isEqualTo(3);
        assertThat(ends).hasValue(1);
        assertThat(fault).hasToString("fault: 3 things");
    }
}
