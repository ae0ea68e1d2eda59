package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Filter;
import dev.notification.store.Lanes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Schedules at random: arrivals lost, doubled and reordered, pages that fail, acks, cuts, stalled writes, killed nodes, time.
 * {@link Device} checks what is promised with every frame; here is what is promised in the end.
 */
class StreamPropertyTests {
    private static final StreamOptions CURSOR = new StreamOptions(StreamOptions.EventField.NONE, Filter.NONE, true);

    private enum Step {
        APPEND,
        APPEND_MORE,
        APPEND_WITHOUT_ACK,
        APPEND_THAT_EXPIRES,
        ARRIVE,
        ARRIVE_LATER_FIRST,
        LOSE_ARRIVAL,
        DOUBLE_ARRIVAL,
        ANSWER,
        FAIL_PAGE,
        ACK,
        STALL_OR_READ,
        RECONNECT,
        RECONNECT_WITHOUT_CURSOR,
        KILL_NODE,
        TICK,
        WAIT
    }

    @Property(tries = 3_000)
    void nothingIsMissingHoweverItGoes(
            @ForAll @Size(max = 150) List<@IntRange(max = 9_999) Integer> schedule,
            @ForAll @IntRange(min = 1, max = 40) int window) {
        StreamWorld world = new StreamWorld();
        world.redelivery = StreamWorld.redelivery(window, 0);
        world.device().connect();
        world.device().connect();
        run(world, schedule);
        settleEverything(world);
        for (Device device : world.devices) assertThat(device.frames).isNotEmpty();
    }

    @Property(tries = 1_000)
    void aCursorThatAcksGetsThroughEverything(
            @ForAll @Size(max = 150) List<@IntRange(max = 9_999) Integer> schedule,
            @ForAll @IntRange(min = 1, max = 40) int window) {
        StreamWorld world = new StreamWorld();
        world.redelivery = StreamWorld.redelivery(window, 0);
        Device browser = world.device(CURSOR).connect();
        run(world, schedule);
        calm(world);
        for (int turns = 0; !world.unsettled().isEmpty(); turns++) {
            assertThat(turns).as("turns").isLessThan(500);
            world.now = world.now.plusSeconds(61);
            browser.tick();
            browser.connect().drain();
        }
    }

    private static void run(StreamWorld world, List<Integer> schedule) {
        Step[] steps = Step.values();
        for (int number : schedule) {
            Device device = world.devices.get(number % world.devices.size());
            step(world, device, steps[number / 10 % steps.length], number / 200);
        }
    }

    private static void step(StreamWorld world, Device device, Step step, int choice) {
        List<dev.notification.store.Arrival> onTheWay = device.onTheWay;
        switch (step) {
            case APPEND -> world.append(Lanes.numbered(choice % 3));
            case APPEND_MORE -> world.append(Lanes.numbered(choice % 3), choice);
            case APPEND_WITHOUT_ACK -> world.append("t", Lanes.numbered(choice % 3), null, false);
            case APPEND_THAT_EXPIRES ->
                world.append("t", Lanes.numbered(choice % 3), world.now.plusSeconds(1 + choice), true);
            case ARRIVE -> {
                if (!onTheWay.isEmpty()) device.arrive(0);
            }
            case ARRIVE_LATER_FIRST -> {
                if (!onTheWay.isEmpty()) device.arrive(choice % onTheWay.size());
            }
            case LOSE_ARRIVAL -> {
                if (!onTheWay.isEmpty()) onTheWay.remove(choice % onTheWay.size());
            }
            case DOUBLE_ARRIVAL -> {
                if (!onTheWay.isEmpty()) onTheWay.add(onTheWay.get(choice % onTheWay.size()));
            }
            case ANSWER -> device.answer();
            case FAIL_PAGE -> device.failPage();
            case ACK -> {
                List<Long> unsettled = world.unsettled();
                if (!unsettled.isEmpty()) world.ack(unsettled.get(choice % unsettled.size()));
            }
            case STALL_OR_READ -> {
                if (device.writable) device.writable = false;
                else device.takeAgain();
            }
            case RECONNECT -> device.connect();
            case RECONNECT_WITHOUT_CURSOR -> {
                device.cursor = null;
                device.connect();
            }
            case KILL_NODE -> {
                world.loseMarks();
                device.connect();
            }
            case TICK -> pass(world, Duration.ofMillis(500));
            case WAIT -> pass(world, Duration.ofSeconds(1 + choice));
        }
        if (device.turned) device.connect();
    }

    /** An arrival comes within the moment or not at all. */
    private static void pass(StreamWorld world, Duration time) {
        world.devices.forEach(Device::arriveAll);
        world.flushMarks();
        world.now = world.now.plus(time);
        world.devices.forEach(Device::tick);
    }

    private static void calm(StreamWorld world) {
        for (Device device : world.devices) {
            if (device.turned) device.connect();
            device.arriveAll();
            device.takeAgain();
            device.state.grown(world.head(), world.moment());
            device.drain();
        }
    }

    /** Each device gets everything that is unsettled, as far as its windows go; with acks the windows move on to the end. */
    private static void settleEverything(StreamWorld world) {
        calm(world);
        int rounds = 0;
        for (List<Long> unsettled = world.unsettled(); !unsettled.isEmpty(); unsettled = world.unsettled()) {
            assertThat(++rounds).as("rounds with %s left", unsettled).isLessThan(500);
            for (Device device : world.devices) {
                Set<Long> missing = new HashSet<>(unsettled);
                missing.removeAll(device.received);
                boolean held = device.frames.stream().anyMatch(frame -> frame.startsWith("stalled"));
                assertThat(missing.isEmpty() || held)
                        .as("%s is missing", missing)
                        .isTrue();
            }
            Device first = world.devices.get(rounds % world.devices.size());
            long[] received = unsettled.stream()
                    .filter(first.received::contains)
                    .mapToLong(Long::longValue)
                    .toArray();
            world.ack(received);
            calm(world);
            world.now = world.now.plusSeconds(31);
            world.devices.forEach(Device::tick);
            calm(world);
        }
    }
}
