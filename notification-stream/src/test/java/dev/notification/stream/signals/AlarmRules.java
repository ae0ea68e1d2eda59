package dev.notification.stream.signals;

import dev.notification.stream.testing.Http;
import dev.notification.stream.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/** The alarm rules of {@code deploy/prometheus}, tried on what processes really show. */
public final class AlarmRules {
    static final Path RULES = Path.of("..", "deploy", "prometheus", "rules.yml");

    private static final Pattern SAMPLE = Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern NAME = Pattern.compile("\\b(?:notification|hikaricp|jvm|process|http)_[a-z_]+");

    private AlarmRules() {}

    /** Skips the test where Prometheus is not installed. */
    public static void needPromtool() {
        Program.need("promtool", "that alarm rules fire and dashboards parse");
    }

    /** All rules, each with {@code alert}, {@code expr} and so on. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> all() {
        Map<String, List<Map<String, Object>>> file = new Yaml().load(read(RULES));
        return file.getOrDefault("groups", List.of()).stream()
                .flatMap(group -> ((List<Map<String, Object>>) group.getOrDefault("rules", List.of())).stream())
                .toList();
    }

    /** The metrics that these expressions are about. */
    public static Set<String> metricsIn(String expressions) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(expressions);
        while (matcher.find()) names.add(matcher.group());
        return names;
    }

    /** The metrics that alarms are about. */
    public static Set<String> metrics() {
        return metricsIn(all().stream().map(rule -> (String) rule.get("expr")).collect(Collectors.joining("\n")));
    }

    /** What a process shows now: series and their values. */
    public static Map<String, String> look(int managementPort) {
        Map<String, String> samples = new LinkedHashMap<>();
        for (String line : new Http(managementPort).get("/prometheus").body().split("\n", -1)) {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) continue;
            String labels = sample.group(2) == null ? "" : sample.group(2) + ",";
            samples.put(sample.group(1) + "{" + labels + "instance=\"node\"}", sample.group(3));
        }
        return samples;
    }

    /** Whether this alarm fires when a process looked like this, at one minute after the other. */
    public static boolean fires(String alarm, List<Map<String, String>> minutes) {
        String series = "max by (alertname) (ALERTS{alertname=\"" + alarm + "\",alertstate=\"firing\"})";
        String test = "rule_files: [" + RULES.toAbsolutePath().normalize() + "]\nevaluation_interval: 1m\ntests:\n"
                + "  - interval: 1m\n    input_series:\n" + inputs(minutes)
                + "    promql_expr_test:\n      - expr: '" + series + "'\n        eval_time: " + (minutes.size() - 1)
                + "m\n        exp_samples:\n          - {labels: '{alertname=\"" + alarm + "\"}', value: 1}\n";
        Path file = write("alarm-" + alarm + ".yml", test);
        try {
            Program.run("promtool", "test", "rules", file.toString());
            return true;
        } catch (IllegalStateException failed) {
            if (String.valueOf(failed.getMessage()).contains("got: nil")) return false;
            throw failed;
        }
    }

    private static String inputs(List<Map<String, String>> minutes) {
        Set<String> wanted = metrics();
        StringBuilder inputs = new StringBuilder();
        Set<String> series = new TreeSet<>();
        minutes.forEach(minute -> series.addAll(minute.keySet()));
        for (String one : series) {
            if (!wanted.contains(one.substring(0, one.indexOf('{')))) continue;
            String values = minutes.stream()
                    .map(minute -> minute.getOrDefault(one, "_"))
                    .collect(Collectors.joining(" "));
            inputs.append("      - {series: '").append(one).append("', values: '");
            inputs.append(values).append("'}\n");
        }
        return inputs.toString();
    }

    /** So many times the same. */
    public static List<Map<String, String>> minutes(int count, Map<String, String> look) {
        List<Map<String, String>> minutes = new ArrayList<>();
        for (int i = 0; i < count; i++) minutes.add(look);
        return minutes;
    }

    /** A file that promtool can read. */
    static Path write(String name, String text) {
        try {
            Path directory =
                    Files.createDirectories(Path.of("target", "promtool").toAbsolutePath());
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
