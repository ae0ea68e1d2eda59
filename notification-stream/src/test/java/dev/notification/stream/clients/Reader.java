package dev.notification.stream.clients;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client somebody else wrote, reading one stream. */
interface Reader extends AutoCloseable {

    /** An event as the client gave it to its application. */
    record Event(String type, String id, String data) {
        private static final JsonMapper JSON = new JsonMapper();

        /** An event from a line that a program outside of this JVM printed. */
        static Event of(String json) {
            JsonNode event = JSON.readTree(json);
            return new Event(
                    event.get("type").asString(),
                    event.get("id").asString(),
                    event.get("data").asString());
        }

        JsonNode json() {
            return JSON.readTree(data);
        }
    }

    /** Events so far. */
    List<Event> events();

    /** Notifications so far. */
    default List<Event> notifications() {
        return events().stream().filter(event -> event.type().equals("message")).toList();
    }

    /** Their sequences. */
    default List<Long> seqs() {
        return notifications().stream()
                .map(event -> event.json().get("seq").asLong())
                .toList();
    }

    /** For each time it connected, whether the node went on where it had been. */
    default List<Boolean> resumed() {
        return events().stream()
                .filter(event -> event.type().equals("stream.ready"))
                .map(event -> event.json().get("resumed").asBoolean())
                .toList();
    }

    /** What it said about itself, for whoever has to find out why a test failed. */
    String log();

    @Override
    void close();
}
