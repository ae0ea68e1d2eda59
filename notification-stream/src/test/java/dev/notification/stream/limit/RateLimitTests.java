package dev.notification.stream.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import org.junit.jupiter.api.Test;

class RateLimitTests {
    private final RateLimit limit = new RateLimit(1, 5);

    @Test
    void allowsABurstAndThenSaysWhenToComeBack() {
        for (int i = 0; i < 5; i++) limit.take("alice");
        Problem problem = catchThrowableOfType(Problem.class, () -> {
            for (int i = 0; i < 5; i++) limit.take("alice");
        });
        assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
    }

    @Test
    void countsEachRecipientAlone() {
        for (int i = 0; i < 5; i++) limit.take("alice");
        assertThatCode(() -> limit.take("bob")).doesNotThrowAnyException();
    }
}
