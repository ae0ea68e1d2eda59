package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;

/** The tables of docs/configuration.md against the code. Local mode, which this module does not know, has a test of its own. */
class ConfigurationDocumentTests {
    private static final Pattern ROW =
            Pattern.compile("^\\| `(notification\\.[a-z0-9.-]+?)(?:\\.<[a-z]+>)?` \\| (?:`([^`]*)`|none) \\|");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(notification\\.[^:}]+):?([^}]*)}");

    @Test
    void findsKeysOfEachKind() throws Exception {
        assertThat(declared())
                .containsEntry("notification.stream.max-age", "10m")
                .containsEntry("notification.kafka.topics.dlt", "notifications.dlt")
                .containsEntry("notification.stream.frame-limit", "256KB")
                .containsEntry("notification.publisher.enabled", "true");
    }

    @Test
    void listsEveryKeyWithItsDefault() throws Exception {
        assertThat(documented()).containsAllEntriesOf(declared());
    }

    @Test
    void listsNoKeyThatDoesNotExist() throws Exception {
        List<String> ours = documented().keySet().stream()
                .filter(key -> !key.startsWith("notification.local."))
                .toList();
        assertThat(declared().keySet()).containsAll(ours);
    }

    /** Keys and their defaults as the document has them; the empty text for none. */
    private static Map<String, String> documented() throws IOException {
        Map<String, String> keys = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "configuration.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.find()) keys.put(row.group(1), row.group(2) == null ? "" : row.group(2));
        }
        return keys;
    }

    /** Keys and their defaults as the code has them: conditions, records of properties, single values. */
    private static Map<String, String> declared() throws Exception {
        List<Class<?>> classes = classes();
        Map<String, String> conditions = new TreeMap<>();
        Map<String, String> keys = new TreeMap<>();
        for (Class<?> type : classes) {
            conditions(type, conditions);
            ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
            if (properties != null) record(properties.value(), type, keys);
            List<Executable> executables = new ArrayList<>(List.of(type.getDeclaredConstructors()));
            executables.addAll(List.of(type.getDeclaredMethods()));
            for (Executable executable : executables) {
                conditions(executable, conditions);
                for (Parameter parameter : executable.getParameters()) value(parameter, keys);
            }
        }
        conditions.putAll(keys);
        return conditions;
    }

    private static void conditions(AnnotatedElement element, Map<String, String> keys) {
        for (ConditionalOnProperty condition : element.getAnnotationsByType(ConditionalOnProperty.class)) {
            if (condition.matchIfMissing()) for (String name : condition.name()) keys.put(name, "true");
        }
        for (ConditionalOnBooleanProperty condition :
                element.getAnnotationsByType(ConditionalOnBooleanProperty.class)) {
            if (condition.matchIfMissing()) for (String name : condition.name()) keys.put(name, "true");
        }
    }

    /** A default stands at the parameter of the record's constructor, which a component does not repeat. */
    private static void record(String prefix, Class<?> type, Map<String, String> keys) {
        Parameter[] parameters = type.getDeclaredConstructors()[0].getParameters();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            String key = prefix + "." + DataObjectPropertyName.toDashedForm(components[i].getName());
            DefaultValue value = parameters[i].getAnnotation(DefaultValue.class);
            if (components[i].getType().isRecord()) record(key, components[i].getType(), keys);
            else put(key, value == null ? "" : String.join(",", value.value()), keys);
        }
    }

    private static void value(Parameter parameter, Map<String, String> keys) {
        Value value = parameter.getAnnotation(Value.class);
        if (value == null) return;
        Matcher placeholder = PLACEHOLDER.matcher(value.value());
        while (placeholder.find()) put(placeholder.group(1), placeholder.group(2), keys);
    }

    /** A key that is read in several places has one default. */
    private static void put(String key, String value, Map<String, String> keys) {
        String before = keys.put(key, value);
        if (before != null) assertThat(value).as("default of " + key).isEqualTo(before);
    }

    private static List<Class<?>> classes() throws IOException, ClassNotFoundException {
        var resolver = new PathMatchingResourcePatternResolver();
        var readers = new CachingMetadataReaderFactory();
        List<Class<?>> classes = new ArrayList<>();
        for (Resource resource : resolver.getResources("classpath*:dev/notification/**/*.class")) {
            String url = resource.getURL().toString();
            if (url.contains("test-classes") || url.contains("-tests.jar") || url.contains("dev/notification/servers/"))
                continue;
            String name = readers.getMetadataReader(resource).getClassMetadata().getClassName();
            classes.add(Class.forName(name, false, ConfigurationDocumentTests.class.getClassLoader()));
        }
        return classes;
    }
}
