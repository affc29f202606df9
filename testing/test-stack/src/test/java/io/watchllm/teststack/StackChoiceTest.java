package io.watchllm.teststack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.teststack.StackChoice.Backend;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackChoiceTest {
    @Test
    void shouldRunEmbeddedWhenNothingIsSaid() {
        assertThat(StackChoice.of(Map.of(), StackChoiceTest::notAsked))
                .isEqualTo(new StackChoice(Backend.EMBEDDED, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "", "  "})
    void shouldRunEmbeddedWhenAskedTo(String value) {
        assertThat(choice(value, StackChoiceTest::notAsked)).isEqualTo(new StackChoice(Backend.EMBEDDED, null));
    }

    @Test
    void shouldRunContainersWhenAskedToAndAnEngineAnswers() {
        assertThat(choice("containers", () -> true)).isEqualTo(new StackChoice(Backend.CONTAINERS, null));
    }

    @Test
    void shouldRunEmbeddedAndSaySoWhenNoEngineAnswers() {
        var choice = choice("containers", () -> false);

        assertThat(choice.backend()).isEqualTo(Backend.EMBEDDED);
        assertThat(choice.warning()).contains("WATCHLLM_TEST_STACK=containers", "no container engine answers");
    }

    @Test
    void shouldRefuseAnyOtherWord() {
        assertThatThrownBy(() -> choice("docker", StackChoiceTest::notAsked))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("WATCHLLM_TEST_STACK: can't use 'docker': expected embedded or containers.");
    }

    private static boolean notAsked() {
        throw new AssertionError("the container engine was asked for nothing");
    }

    private static StackChoice choice(String value, BooleanSupplier engineAnswers) {
        return StackChoice.of(Map.of("WATCHLLM_TEST_STACK", value), engineAnswers);
    }
}
