package dev.notification.testbed;

import dev.notification.servers.Ports;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ports that stay free while their server is down: below those that the kernel gives to outgoing connections, of which
 * thousands may be open.
 */
public final class FixedPorts {
    private static final int FIRST = 12_000;
    private static final int COUNT = 20_000;
    private static final Set<Integer> taken = ConcurrentHashMap.newKeySet();
    private static final Random random = new Random();

    private FixedPorts() {}

    /** One that nobody listens on and that this process did not hand out before. */
    public static int next() {
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + random.nextInt(COUNT);
            if (taken.add(port) && Ports.free(port)) return port;
        }
        throw new ProcessFailed("No port from " + FIRST + " on is free");
    }
}
