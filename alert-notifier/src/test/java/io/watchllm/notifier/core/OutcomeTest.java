package io.watchllm.notifier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.notifier.core.DeliveryPolicy.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
    private static final Instant NOW = Instant.parse("2026-11-01T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "200, Delivered",
        "204, Delivered",
        "301, Failed",
        "400, Refused",
        "401, Failed",
        "404, Failed",
        "408, Failed",
        "410, Failed",
        "413, Refused",
        "422, Refused",
        "429, Failed",
        "500, Failed",
        "503, Failed"
    })
    void shouldTryAgainUnlessTheMessageItselfIsWrong(int status, String outcome) {
        assertThat(Outcome.of(status, "", null, NOW).getClass().getSimpleName()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            120                           | PT2M
            0                             | PT0S
            Sun, 01 Nov 2026 08:00:30 GMT | PT30S
            Sun, 01 Nov 2026 07:00:00 GMT | PT0S
            soon                          |
            -5                            |
            """)
    void shouldHearHowLongToWait(String header, String pause) {
        assertThat(Outcome.of(429, "slow down", header, NOW))
                .isEqualTo(
                        new Outcome.Failed("answered 429 (slow down)", pause == null ? null : Duration.parse(pause)));
    }

    @Property
    void shouldPauseLongerEachTimeWithinTheBound(
            @ForAll @IntRange(min = 1, max = 10_000) int failures,
            @ForAll @DoubleRange(min = 0, max = 0.99) double drawn) {
        var retry = new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofHours(1));
        var full = Math.min(10_000, 100 * Math.pow(2, Math.min(failures - 1, 20)));

        var pause = retry.pause(failures, drawn).toMillis();

        assertThat(pause).isBetween((long) full / 2, (long) full);
    }
}
