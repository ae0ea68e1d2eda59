package dev.notification.stream.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.stream.testing.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class AlarmRulesTests {
    private static final Path TESTS = Path.of("..", "deploy", "prometheus", "rules-test.yml");
    private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

    @Test
    void areRulesThatPrometheusTakes() {
        AlarmRules.needPromtool();
        assertThat(Program.run("promtool", "check", "rules", AlarmRules.RULES.toString()))
                .contains("SUCCESS");
    }

    @Test
    void fireAndDoNotFireAsTheirTestsSay() {
        AlarmRules.needPromtool();
        assertThat(Program.run("promtool", "test", "rules", TESTS.toString())).contains("SUCCESS");
    }

    @Test
    void haveEachATestThatMakesThemFireAndOneThatDoesNot() {
        assertThat(tested(true)).isEqualTo(names());
        assertThat(tested(false)).isEqualTo(names());
    }

    @Test
    void areAllInTheDocumentAndNoOthersAre() {
        Set<String> documented = new TreeSet<>();
        Matcher row = Pattern.compile("(?m)^\\| `(Notification\\w+)` \\|").matcher(AlarmRules.read(OPERATIONS));
        while (row.find()) documented.add(row.group(1));
        assertThat(documented).isEqualTo(names());
    }

    @Test
    void areAboutMetricsThatTheDocumentHas() {
        String document = AlarmRules.read(OPERATIONS);
        Set<String> own = AlarmRules.metrics().stream()
                .filter(name -> name.startsWith("notification_"))
                .map(name -> name.replaceAll("_bucket$", ""))
                .collect(Collectors.toSet());
        assertThat(own).allSatisfy(name -> assertThat(document).contains("`" + name));
    }

    private static Set<String> names() {
        return AlarmRules.all().stream()
                .map(rule -> (String) rule.get("alert"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @SuppressWarnings("unchecked")
    private static Set<String> tested(boolean firing) {
        Map<String, List<Map<String, Object>>> file = new Yaml().load(AlarmRules.read(TESTS));
        return file.getOrDefault("tests", List.of()).stream()
                .flatMap(test -> ((List<Map<String, Object>>) test.getOrDefault("alert_rule_test", List.of())).stream())
                .filter(test -> ((List<?>) test.getOrDefault("exp_alerts", List.of())).isEmpty() != firing)
                .map(test -> (String) test.get("alertname"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
