package dev.notification.stream.signals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard of {@code deploy/grafana}. */
public final class Dashboard {
    static final Path FILE = Path.of("..", "deploy", "grafana", "dashboard.json");

    private Dashboard() {}

    /** What its panels ask Prometheus, with a value for each of Grafana's variables. */
    public static List<String> expressions() {
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : read().get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                expressions.add(target.get("expr")
                        .stringValue()
                        .replace("$__rate_interval", "1m")
                        .replace("$instance", "node"));
            }
        }
        return expressions;
    }

    static JsonNode read() {
        return JsonMapper.shared().readTree(AlarmRules.read(FILE));
    }
}
