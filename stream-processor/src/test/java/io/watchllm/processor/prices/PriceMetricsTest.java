package io.watchllm.processor.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.rows.CostSource;
import org.junit.jupiter.api.Test;

class PriceMetricsTest {

    @Test
    void shouldCountModelsBeyondTheBoundTogether() {
        var registry = new SimpleMeterRegistry();
        var metrics = new PriceMetrics(registry);

        metrics.call("x".repeat(101), CostSource.unpriced);
        for (int number = 0; number < 1_000; number++) {
            metrics.call("model-" + number, CostSource.unpriced);
        }
        metrics.call("model-7", CostSource.client);

        var calls = registry.find("watchllm.processor.priced.calls");
        assertThat(calls.tag("source", "unpriced").counters()).hasSize(201);
        assertThat(registry.get("watchllm.processor.priced.calls")
                        .tags("model", "other", "source", "unpriced")
                        .counter()
                        .count())
                .isEqualTo(801);
        assertThat(registry.get("watchllm.processor.priced.calls")
                        .tags("model", "model-7", "source", "client")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
