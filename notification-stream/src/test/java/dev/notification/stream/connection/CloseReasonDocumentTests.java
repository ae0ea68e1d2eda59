package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CloseReasonDocumentTests {

    @Test
    void areTheReasonsOfTheDocument() throws IOException {
        String yaml = Files.readString(Path.of("..", "docs", "asyncapi.yaml"));
        JsonNode document = JsonMapper.shared().valueToTree(new Yaml().load(yaml));
        Set<String> reasons = document.at("/components/messages/close/payload/properties/reason/enum")
                .valueStream()
                .map(JsonNode::stringValue)
                .collect(Collectors.toSet());
        assertThat(reasons)
                .isEqualTo(
                        Stream.of(CloseReason.values()).map(CloseReason::word).collect(Collectors.toSet()));
    }
}
