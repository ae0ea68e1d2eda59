package dev.notification.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactoriesTests {
    private static final int BYTES = 1_000_000;

    /** Kept, they would be 2 MB each. */
    @Test
    void keepNoNamesOfWhatWasRead() {
        read(0, BYTES);
        long before = heap();
        for (int i = 1; i <= 64; i++) read(i, BYTES);
        for (int i = 1; i <= 2_000; i++) read(i, 30_000);
        assertThat(heap() - before).isLessThan(24_000_000);
    }

    private static void read(int number, int length) {
        Json.requireValue(("{\"" + number + "x".repeat(length) + "\":1}").getBytes(UTF_8));
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Names whose words are the same in another order have one hash. */
    @Test
    void saysThatNamesCollide() {
        List<String> names = new ArrayList<>();
        permute("", List.of("aaaa", "bbbb", "cccc", "dddd", "eeee", "ffff"), names);
        String json = "{" + String.join(",", names) + "}";
        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> Json.requireValue(json.getBytes(UTF_8)));
        assertThat(refused).hasMessageContaining("names");
    }

    private static void permute(String begun, List<String> left, List<String> names) {
        if (left.isEmpty()) names.add("\"0123456789ab" + begun + "\":1");
        for (String next : left) {
            permute(
                    begun + next,
                    left.stream().filter(word -> !word.equals(next)).toList(),
                    names);
        }
    }
}
