package dev.notification.stream.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.notification.api.KafkaTopics;
import dev.notification.api.RecordHeaders;
import dev.notification.api.RejectionCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code docs/asyncapi.yaml} against AsyncAPI's own schema, and against the words of the code. */
class AsyncApiTests {
    private static final Path SCHEMA = Path.of("src", "test", "resources", "asyncapi-3.0.0-schema.json");
    private static final EventDocument DOCUMENT = new EventDocument();

    @Test
    void isAsyncApi30() throws IOException {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(JsonMapper.shared().readTree(Files.readString(SCHEMA)));
        assertThat(schema.validate(DOCUMENT.json())).isEmpty();
        ObjectNode without = (ObjectNode) DOCUMENT.json().deepCopy();
        without.remove("info");
        assertThat(schema.validate(without)).isNotEmpty();
    }

    @Test
    void hasTheKafkaTopicsThatThisVersionReadsAndWrites() {
        assertThat(DOCUMENT.addresses())
                .containsExactlyInAnyOrder(
                        KafkaTopics.NOTIFICATIONS, KafkaTopics.DLT, KafkaTopics.ARRIVALS, "/v1/stream");
    }

    @Test
    void hasTheHeadersAndCodesOfDeadLetters() {
        assertThat(DOCUMENT.headers("deadLetter"))
                .isEqualTo(Set.of(
                        RecordHeaders.REJECTION_CODE,
                        RecordHeaders.REJECTION_DETAIL,
                        RecordHeaders.REJECTION_TRUNCATED,
                        RecordHeaders.ORIGINAL_TOPIC,
                        RecordHeaders.ORIGINAL_PARTITION,
                        RecordHeaders.ORIGINAL_OFFSET));
        assertThat(DOCUMENT.words("/components/messages/deadLetter/headers/properties/rejection-code/enum"))
                .isEqualTo(Stream.of(RejectionCode.values())
                        .map(RejectionCode::code)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
