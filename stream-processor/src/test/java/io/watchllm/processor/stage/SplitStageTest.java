package io.watchllm.processor.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.teststack.Samples;
import io.watchllm.validation.EventReading;
import io.watchllm.validation.Reason;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class SplitStageTest {

    @Test
    void shouldRefuseTheRecordWhenItsRowsCannotBeMade() {
        var context = new MockProcessorContext<byte[], Flow>();
        var stage = new SplitStage(
                (event, arrival, pricing) -> {
                    throw new ArithmeticException("Overflow");
                },
                new RowSchemaIds(1, 2, 3, 4),
                new ProcessorMetrics(new SimpleMeterRegistry()));
        stage.init(context);
        var raw = new byte[] {1, 2};

        stage.process(new Record<>(
                raw, new Flow.Accepted(raw, new EventReading.Read(Samples.event(Samples.toolCall()), true)), 0));

        assertThat(context.forwarded()).singleElement().satisfies(forward -> {
            assertThat(forward.childName()).contains(Nodes.REFUSE);
            assertThat(forward.record().value()).isInstanceOfSatisfying(Flow.Refused.class, refused -> {
                assertThat(refused.raw()).isEqualTo(raw);
                assertThat(refused.rejection().reason()).isEqualTo(Reason.NOT_MAPPABLE);
                assertThat(refused.rejection().message()).contains("java.lang.ArithmeticException: Overflow");
            });
        });
    }
}
