package io.watchllm.bench.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
    @Test
    void shouldTakeTheMiddleOneOfAnOddNumber() {
        assertThat(Median.of(List.of(9.0, 1.0, 3.0))).isEqualTo(3.0);
    }

    @Test
    void shouldTakeTheMeanOfTheMiddleTwoOfAnEvenNumber() {
        assertThat(Median.of(List.of(9.0, 1.0, 3.0, 4.0))).isEqualTo(3.5);
    }

    @Test
    void shouldNotBeMovedByOneRoundThatWentWrong() {
        assertThat(Median.of(List.of(1_000.0, 2.0, 2.0))).isEqualTo(2.0);
    }

    @Test
    void shouldRefuseNoValues() {
        assertThatThrownBy(() -> Median.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 or more");
    }
}
