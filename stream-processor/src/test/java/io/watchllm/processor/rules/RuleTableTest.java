package io.watchllm.processor.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.alerting.Sample;
import io.watchllm.control.AlertRule;
import io.watchllm.processor.write.WriteMetrics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.registry.WriterSchemas;
import org.junit.jupiter.api.Test;

class RuleTableTest {

    private static final AlertRule RECORD = Sample.record("rule_id: r, kind: cost_sum, window: 10s, warn: 1");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private int changes;
    private final RuleTable table = RuleTable.builder(
                    id -> new WriterSchemas.Found(AlertRule.getClassSchema()),
                    RuleSource.TOPIC,
                    new AlertMetrics(meters, new WriteMetrics(meters)),
                    () -> changes++)
            .build();

    @Test
    void shouldSwitchOffARuleThatFailedUntilItComesAgain() {
        put();
        var rule = table.current().rules().getFirst().rule();

        assertThat(table.disable(rule)).isTrue();
        assertThat(table.current().rules()).isEmpty();
        assertThat(disabled()).isEqualTo(1);
        assertThat(table.disable(rule)).as("told once").isFalse();

        put();
        assertThat(table.current().rules())
                .extracting(known -> known.rule().id())
                .containsExactly("r");
        assertThat(disabled()).isZero();
    }

    @Test
    void shouldGiveTheSameSetUntilSomethingChangedAndSayThatItDid() {
        var none = table.current();
        assertThat(table.current()).isSameAs(none);
        put();
        assertThat(changes).isEqualTo(1);
        assertThat(table.current()).isNotSameAs(none).isSameAs(table.current());
    }

    private void put() {
        table.put("r".getBytes(UTF_8), WireFormat.encode(1, RECORD), 1);
    }

    private double disabled() {
        return meters.get("watchllm.processor.alert.rules.disabled").gauge().value();
    }
}
