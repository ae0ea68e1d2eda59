package dev.notification.reliability.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which experiments run, and at what scale. */
final class Sets {
    private static final List<String> QUICK = List.of("b03", "b08", "b10", "b16");

    private static final Map<String, Experiment> ALL = all();

    private Sets() {}

    private static Map<String, Experiment> all() {
        Map<String, Experiment> all = new LinkedHashMap<>();
        Stream.of(
                        KillExperiments.ALL,
                        OwnershipExperiments.ALL,
                        ServerExperiments.ALL,
                        StreamExperiments.ALL,
                        MixedExperiments.ALL)
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Experiment::name))
                .forEach(one -> all.put(one.name(), one));
        return all;
    }

    /** Each with its scale, those that need the same site one after the other. */
    static Map<Experiment, Scale> chosen(String set, String only) {
        Collection<String> names = switch (set) {
            case "quick" -> QUICK;
            case "nightly" -> ALL.keySet();
            case "controls" -> List.of();
            default -> throw new IllegalArgumentException("Sets are quick, nightly and controls, not " + set);
        };
        if (!only.isEmpty()) names = Arrays.asList(only.split(",", -1));
        Map<Needs, List<Experiment>> sites = new LinkedHashMap<>();
        for (String name : names) {
            Experiment one = ALL.get(name);
            if (one == null) throw new IllegalArgumentException("Experiments are " + ALL.keySet() + ", not " + name);
            sites.computeIfAbsent(one.needs(), needs -> new ArrayList<>()).add(one);
        }
        Map<Experiment, Scale> chosen = new LinkedHashMap<>();
        sites.values()
                .forEach(same ->
                        same.forEach(one -> chosen.put(one, set.equals("quick") ? Scale.QUICK : one.nightly())));
        return chosen;
    }

    /** Whether builds that are broken on purpose are tried as well. */
    static boolean controls(String set, String only) {
        return only.isEmpty() && !set.equals("quick");
    }
}
