package dev.notification.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTests {

    @Test
    void holdsUnderAPolicyWithoutInlineCode() throws IOException {
        assertThat(read("index.html"))
                .doesNotContain("<style", "style=", "javascript:")
                .doesNotContainPattern("<script(?![^>]*\\ssrc=)")
                .doesNotContainPattern("\\son[a-z]+=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.html", "style.css", "app.js"})
    void loadsNothingFromElsewhere(String file) throws IOException {
        assertThat(read(file)).doesNotContainPattern("(https?:)?//[a-z0-9]+\\.");
    }

    @Test
    void showsWhatComesFromOutsideAsTextOnly() throws IOException {
        assertThat(read("app.js"))
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    }

    @Test
    void givesEveryFieldALabel() throws IOException {
        String page = read("index.html");
        assertThat(Pattern.compile("<(?:input|select|textarea) id=\"([^\"]+)\"")
                        .matcher(page)
                        .results()
                        .map(field -> field.group(1)))
                .hasSize(5)
                .allSatisfy(id -> assertThat(page).contains("<label for=\"" + id + "\">"));
    }

    private static String read(String file) throws IOException {
        try (InputStream page = PageTests.class.getResourceAsStream("/static/" + file)) {
            return new String(Objects.requireNonNull(page).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
