package io.watchllm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTest {
    private static final Metric RETRIES = new Metric(
            "watchllm.test.retries", Metric.Type.COUNTER, "", List.of("outcome", "code"), "Attempts that failed.");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void shouldCountByTheValuesOfItsTags() {
        RETRIES.counter(registry, "not_now", "252").increment();
        RETRIES.counter(registry, "not_now", "252").increment();
        RETRIES.counter(registry, "in_doubt", "0").increment();

        var counter = registry.get("watchllm.test.retries")
                .tag("outcome", "not_now")
                .tag("code", "252")
                .counter();
        assertThat(counter.count()).isEqualTo(2);
        assertThat(counter.getId().getDescription()).isEqualTo("Attempts that failed.");
    }

    @Test
    void shouldRefuseToBeWhatItWasNotDeclaredAs() {
        assertThatThrownBy(() -> RETRIES.timer(registry, "not_now", "252"))
                .hasMessage("watchllm.test.retries is declared as COUNTER, not TIMER");
    }

    @Test
    void shouldRefuseAValueTooFew() {
        assertThatThrownBy(() -> RETRIES.counter(registry, "not_now"))
                .hasMessage("watchllm.test.retries has the tags [outcome, code], but was given 1 values");
    }
}
