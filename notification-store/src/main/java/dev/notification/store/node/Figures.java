package dev.notification.store.node;

import dev.notification.store.Figure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The column {@code figures}: a process's roles and what its meters say, as JSON. What another version wrote is read as far as it goes. */
final class Figures {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ROLES = "roles";
    private static final Map<String, Figure> BY_METER =
            Arrays.stream(Figure.values()).collect(Collectors.toMap(Figure::meter, Function.identity()));

    private Figures() {}

    /** What to write now; a meter that nobody registered is left out. */
    static String sample(Collection<String> roles, MeterRegistry registry) {
        Map<Figure, Double> sums = new EnumMap<>(Figure.class);
        registry.forEachMeter(meter -> {
            Figure figure = BY_METER.get(meter.getId().getName());
            double value = figure == null ? Double.NaN : value(meter);
            if (figure != null && Double.isFinite(value)) sums.merge(figure, value, Double::sum);
        });
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(ROLES, roles);
        sums.forEach((figure, value) -> json.put(figure.label(), Math.round(value)));
        return JSON.writeValueAsString(json);
    }

    private static double value(Meter meter) {
        if (meter instanceof Counter counter) return counter.count();
        if (meter instanceof FunctionCounter counter) return counter.count();
        return meter instanceof Gauge gauge ? gauge.value() : Double.NaN;
    }

    /** The roles in what was written. */
    static Set<String> roles(JsonNode written) {
        Set<String> roles = new LinkedHashSet<>();
        written.path(ROLES).forEach(role -> {
            if (role.isString()) roles.add(role.stringValue());
        });
        return roles;
    }

    /** The figures in what was written. */
    static Map<Figure, Long> figures(JsonNode written) {
        Map<Figure, Long> figures = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            JsonNode value = written.path(figure.label());
            if (value.canConvertToLong()) figures.put(figure, value.longValue());
        }
        return figures;
    }

    /** What was written, or nothing at all where it cannot be read. */
    static JsonNode read(String written) {
        try {
            return JSON.readTree(written);
        } catch (JacksonException unreadable) {
            return JSON.createObjectNode();
        }
    }
}
