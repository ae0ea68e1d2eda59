package dev.notification.store.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Data;
import dev.notification.api.Notification;
import dev.notification.api.Priority;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintTests {
    private static Notification.Builder base() {
        return Notification.builder()
                .source("/a")
                .id("bc")
                .type("t")
                .recipient("alice")
                .data(Data.json("{\"n\":1}"));
    }

    @Test
    void namesANotificationByItsSourceAndIdAlone() {
        Fingerprint key = Fingerprint.ofKey(base().build());

        assertThat(Fingerprint.ofKey(
                        base().type("u").recipient("bob").data(Data.json("2")).build()))
                .isEqualTo(key);
        assertThat(Fingerprint.ofKey(base().id("bd").build())).isNotEqualTo(key);
        // a character that moves from one to the other makes it another
        assertThat(Fingerprint.ofKey(base().source("/ab").id("c").build())).isNotEqualTo(key);
    }

    @Test
    void tellsAnotherAudienceTypeOrDataFromARepeat() {
        Fingerprint substance = Fingerprint.ofSubstance(base().build());

        assertThat(Fingerprint.ofSubstance(base().type("u").build())).isNotEqualTo(substance);
        assertThat(Fingerprint.ofSubstance(base().recipient("bob").build())).isNotEqualTo(substance);
        assertThat(Fingerprint.ofSubstance(
                        base().recipients(List.of("alice", "bob")).build()))
                .isNotEqualTo(substance);
        assertThat(Fingerprint.ofSubstance(base().data(Data.json("{\"n\":2}")).build()))
                .isNotEqualTo(substance);
        assertThat(Fingerprint.ofSubstance(base().data(Data.bytes("{\"n\":1}".getBytes(StandardCharsets.UTF_8)))
                        .build()))
                .isNotEqualTo(substance);
        Notification empty = Notification.builder()
                .source("/a")
                .id("bc")
                .type("t")
                .recipient("alice")
                .build();
        assertThat(Fingerprint.ofSubstance(empty)).isNotEqualTo(substance);
        assertThat(Fingerprint.ofSubstance(Notification.builder()
                        .source("/a")
                        .id("bc")
                        .type("t")
                        .recipient("alice")
                        .data(Data.json("\"\""))
                        .build()))
                .isNotEqualTo(Fingerprint.ofSubstance(empty));
    }

    @Test
    void takesARepeatForARepeatWhateverElseChanged() {
        assertThat(Fingerprint.ofSubstance(
                        base().priority(Priority.HIGH).subject("x").build()))
                .isEqualTo(Fingerprint.ofSubstance(base().build()));
        assertThat(Fingerprint.ofSubstance(base().recipients(List.of("b", "a")).build()))
                .isEqualTo(Fingerprint.ofSubstance(
                        base().recipients(List.of("a", "b")).build()));
    }

    @Test
    void staysWhatItIsFromOneVersionToTheNext() {
        // these are in the tables of those who run an earlier version
        assertThat(HexFormat.of().formatHex(Fingerprint.ofKey(base().build()).bytes()))
                .isEqualTo("bc6f935cba37eddb9c7209d885d0cd94");
        assertThat(HexFormat.of()
                        .formatHex(Fingerprint.ofSubstance(base().build()).bytes()))
                .isEqualTo("823bc01d41038495dc36c2600d9659b4");
    }

    @Test
    void comesBackFromItsBytes() {
        Fingerprint fingerprint = Fingerprint.ofKey(base().build());

        assertThat(Fingerprint.of(fingerprint.bytes())).isEqualTo(fingerprint);
        assertThat(fingerprint.bytes()).hasSize(16);
    }
}
