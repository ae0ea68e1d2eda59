package dev.notification.reliability.experiment;

import dev.notification.reliability.nemesis.Fault;
import java.time.Duration;
import java.util.List;

/**
 * What happened in an experiment, before it is judged.
 *
 * @param malformed where the service broke its protocol
 * @param recovery from the end of the last fault until everybody received something that was produced after it
 */
record Played(List<Fault> faults, String operations, List<String> malformed, Duration recovery, List<Figure> figures) {}
