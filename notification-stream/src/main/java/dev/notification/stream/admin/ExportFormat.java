package dev.notification.stream.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** How deliveries are written into a file. Pure. */
enum ExportFormat {
    /** One JSON object a line. */
    NDJSON("application/x-ndjson") {
        @Override
        byte[] portion(List<DeliveryView> deliveries, boolean first) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(256 * deliveries.size());
            for (DeliveryView delivery : deliveries) {
                out.writeBytes(JsonMapper.shared().writeValueAsBytes(delivery));
                out.write('\n');
            }
            return out.toByteArray();
        }
    },
    /** RFC 4180 with a header line. */
    CSV("text/csv;charset=UTF-8") {
        @Override
        byte[] portion(List<DeliveryView> deliveries, boolean first) {
            StringBuilder out = new StringBuilder(200 * deliveries.size());
            try (CSVPrinter csv = new CSVPrinter(out, CSVFormat.RFC4180)) {
                if (first) csv.printRecord(COLUMNS.stream().map(Column::name));
                for (DeliveryView delivery : deliveries) {
                    csv.printRecord(COLUMNS.stream().map(column -> column.cell().apply(delivery)));
                }
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return out.toString().getBytes(UTF_8);
        }
    };

    private record Column(String name, Function<DeliveryView, @Nullable Object> cell) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("recipient", delivery -> harmless(delivery.recipient())),
            new Column("seq", DeliveryView::seq),
            new Column("state", DeliveryView::state),
            new Column("attempt", DeliveryView::attempt),
            new Column("storedAt", DeliveryView::storedAt),
            new Column("sentAt", DeliveryView::sentAt),
            new Column("ackedAt", DeliveryView::ackedAt),
            new Column("readAt", DeliveryView::readAt),
            new Column("expiresAt", DeliveryView::expiresAt),
            new Column("exhaustedAt", DeliveryView::exhaustedAt),
            new Column("settledAt", DeliveryView::settledAt),
            new Column("ackedBy", delivery -> harmless(delivery.ackedBy())),
            new Column("ackedFrom", DeliveryView::ackedFrom));

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /**
     * A part of the file.
     *
     * @param first whether it is its beginning
     */
    abstract byte[] portion(List<DeliveryView> deliveries, boolean first);

    /** Spreadsheets run what begins like a formula, whoever chose the name. */
    private static @Nullable String harmless(@Nullable String text) {
        return text == null || text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }
}
