package dev.notification.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;

class LocalConfigurationDocumentTests {

    @Test
    void listsEveryKeyWithItsDefault() throws Exception {
        String document = Files.readString(Path.of("..", "docs", "configuration.md"));
        Parameter[] parameters = LocalProperties.class.getDeclaredConstructors()[0].getParameters();
        RecordComponent[] components = LocalProperties.class.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            String key = "notification.local." + DataObjectPropertyName.toDashedForm(components[i].getName());
            DefaultValue value = parameters[i].getAnnotation(DefaultValue.class);
            String given = value == null ? "none" : "`" + String.join(",", value.value()) + "`";
            assertThat(document).contains("| `" + key + "` | " + given + " |");
        }
    }
}
