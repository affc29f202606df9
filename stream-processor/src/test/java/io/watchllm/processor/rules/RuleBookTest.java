package io.watchllm.processor.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.control.AlertRule;
import io.watchllm.processor.consume.WriterSchemas;
import io.watchllm.processor.core.alert.Sample;
import io.watchllm.schemas.WireFormat;
import org.junit.jupiter.api.Test;

class RuleBookTest {

    private static final AlertRule RECORD = Sample.record("rule_id: r, kind: cost_sum, window: 10s, warn: 1");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private int changes;
    private final RuleBook book = RuleBook.builder(
                    id -> new WriterSchemas.Found(AlertRule.getClassSchema()),
                    RuleSource.TOPIC,
                    new RuleMetrics(meters),
                    () -> changes++)
            .build();

    @Test
    void shouldSwitchOffARuleThatFailedUntilItComesAgain() {
        put();
        var rule = book.current().rules().getFirst().rule();

        assertThat(book.disable(rule)).isTrue();
        assertThat(book.current().rules()).isEmpty();
        assertThat(disabled()).isEqualTo(1);
        assertThat(book.disable(rule)).as("told once").isFalse();

        put();
        assertThat(book.current().rules())
                .extracting(known -> known.rule().id())
                .containsExactly("r");
        assertThat(disabled()).isZero();
    }

    @Test
    void shouldGiveTheSameSetUntilSomethingChangedAndSayThatItDid() {
        var none = book.current();
        assertThat(book.current()).isSameAs(none);
        put();
        assertThat(changes).isEqualTo(1);
        assertThat(book.current()).isNotSameAs(none).isSameAs(book.current());
    }

    private void put() {
        book.put("r".getBytes(UTF_8), WireFormat.encode(1, RECORD), 1);
    }

    private double disabled() {
        return meters.get("watchllm.processor.alert.rules.disabled").gauge().value();
    }
}
