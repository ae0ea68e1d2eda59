package dev.notification.local;

import java.util.Map;
import java.util.stream.Collectors;

/** Local mode cannot listen where it should. */
final class PortsTaken extends RuntimeException {

    /** @param ports the taken ports by the keys that change them */
    PortsTaken(Map<String, Integer> ports) {
        super(ports.entrySet().stream()
                .map(taken -> "Port " + taken.getValue() + " is taken; " + taken.getKey() + " chooses another.")
                .collect(Collectors.joining(System.lineSeparator())));
    }
}
