package dev.notification.stream.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportFormatTests {
    private static final Instant AT = Instant.parse("2026-05-04T03:02:01.5Z");

    private static DeliveryView delivery(String recipient) {
        return new DeliveryView(recipient, 7, "acked", 2, AT, null, AT, null, null, null, AT, "-node", "2001:db8::1");
    }

    private static String written(ExportFormat format, String recipient) {
        return new String(format.portion(List.of(delivery(recipient)), false), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "anna|anna",
                "=1+1|'=1+1",
                "+49|'+49",
                "@x|'@x",
                "-x|'-x",
                "a=b|a=b",
                "a\"b|~\"a\"\"b\"~",
                "=\"a\"|~\"'=\"\"a\"\"\"~",
                "ünï|ünï"
            })
    void writesCellsThatStayText(String recipient, String cell) {
        assertThat(written(ExportFormat.CSV, recipient))
                .isEqualTo(
                        cell
                                + ",7,acked,2,2026-05-04T03:02:01.500Z,,2026-05-04T03:02:01.500Z,,,,2026-05-04T03:02:01.500Z,'-node,2001:db8::1\r\n");
    }

    @Test
    void writesAnObjectALine() {
        assertThat(written(ExportFormat.NDJSON, "=a\"b"))
                .isEqualTo("{\"recipient\":\"=a\\\"b\",\"seq\":7,\"state\":\"acked\",\"attempt\":2,"
                        + "\"storedAt\":\"2026-05-04T03:02:01.500Z\",\"sentAt\":null,\"ackedAt\":\"2026-05-04T03:02:01.500Z\","
                        + "\"readAt\":null,\"expiresAt\":null,\"exhaustedAt\":null,\"settledAt\":\"2026-05-04T03:02:01.500Z\","
                        + "\"ackedBy\":\"-node\",\"ackedFrom\":\"2001:db8::1\"}\n");
    }
}
