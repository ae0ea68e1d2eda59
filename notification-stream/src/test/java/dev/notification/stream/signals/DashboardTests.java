package dev.notification.stream.signals;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.notification.stream.testing.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DashboardTests {
    private static final Path SCHEMA = Path.of("src", "test", "resources", "dashboard-schema.json");

    @Test
    void isADashboardAsGrafanaReadsIt() {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(AlarmRules.read(SCHEMA));
        assertThat(schema.validate(Dashboard.read())).isEmpty();
    }

    @Test
    void asksOnlyWhatPrometheusUnderstands() {
        AlarmRules.needPromtool();
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
        int number = 0;
        for (String expression : Dashboard.expressions()) {
            rules.append("      - {record: panel_").append(++number).append(", expr: '");
            rules.append(expression).append("'}\n");
        }
        Path file = AlarmRules.write("dashboard.yml", rules.toString());
        assertThat(Program.run("promtool", "check", "rules", file.toString())).contains(number + " rules found");
    }

    @Test
    void asksTheChosenDatasourceAndTheChosenInstances() {
        List<String> variables = new ArrayList<>();
        for (JsonNode variable : Dashboard.read().get("templating").get("list")) {
            variables.add(variable.get("name").stringValue());
        }
        assertThat(variables).containsExactly("datasource", "instance");
        for (JsonNode panel : Dashboard.read().get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                assertThat(target.get("datasource").get("uid").stringValue()).isEqualTo("${datasource}");
                String expression = target.get("expr").stringValue();
                if (!expression.contains("ALERTS")) assertThat(expression).contains("{instance=~\"$instance\"");
            }
        }
    }

    @Test
    void hasItsPanelsBesideEachOther() {
        boolean[][] taken = new boolean[200][24];
        for (JsonNode panel : Dashboard.read().get("panels")) {
            JsonNode place = panel.get("gridPos");
            for (int y = place.get("y").asInt();
                    y < place.get("y").asInt() + place.get("h").asInt();
                    y++) {
                for (int x = place.get("x").asInt();
                        x < place.get("x").asInt() + place.get("w").asInt();
                        x++) {
                    assertThat(taken[y][x])
                            .as("%s at %d,%d", panel.get("title"), x, y)
                            .isFalse();
                    taken[y][x] = true;
                }
            }
        }
    }
}
