package io.watchllm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 h",
        "PT0.25S, 250 ms",
        "PT1.5S, 1500 ms",
        "PT90S, 90 s",
        "PT1H30M, 90 min",
        "PT24H, 24 h",
        "PT36H, 36 h",
        "P90D, 90 days",
    })
    void shouldRoundNothingAway(Duration duration, String text) {
        assertThat(DurationText.of(duration)).isEqualTo(text);
    }
}
