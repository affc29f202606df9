package io.watchllm.clickhouse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionClassTest {
    @Test
    void shouldReadClasses() {
        assertThat(RetentionClass.read("trial=7d:demo, sandbox ; bank = 400d/30d:ledger; keep=0d:a:b"))
                .containsExactly(
                        new RetentionClass("trial", 7, 0, List.of("demo", "sandbox")),
                        new RetentionClass("bank", 400, 30, List.of("ledger")),
                        new RetentionClass("keep", 0, 0, List.of("a:b")));
        assertThat(RetentionClass.read(" ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trial:demo | expected classes NAME=DAYS",
                "trial=7:demo | expected classes NAME=DAYS",
                "trial=7d: | expected classes NAME=DAYS",
                "trial=7d:a,,b | expected classes NAME=DAYS",
                "trial=7d:a; | expected classes NAME=DAYS",
                "trial=4000d:a | expected at most 3650d",
                "trial=7d/30d:a | expected a payload that is not kept longer",
                "trial=7d/0d:a | expected at least 1d",
                "a=7d:x;a=8d:y | expected each class once; 'a'",
                "a=7d:x;b=8d:x | expected each project once; 'x'",
            })
    void shouldSayWhatWouldBeRight(String text, String problem) {
        assertThatThrownBy(() -> RetentionClass.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(problem);
    }

    @Test
    void shouldBoundTheNumberOfProjects() {
        var projects = IntStream.range(0, 1_001).mapToObj(i -> "p" + i).collect(Collectors.joining(","));

        assertThatThrownBy(() -> RetentionClass.read("many=7d:" + projects))
                .hasMessageContaining("at most 1000 projects");
    }
}
