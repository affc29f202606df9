package io.watchllm.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.NestedToolCall;
import io.watchllm.teststack.Samples;
import io.watchllm.validation.Limits;
import io.watchllm.validation.Sizes;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a topic would not take is not written to it: the producer would fail, and the stream with it. */
class LargeRecordsTest {

    @Test
    void shouldLeaveTheValueOutWhenTheDeadLetterWouldBeTooLarge() {
        try (var run = new TopologyRun().send(null, new byte[9 << 20]).send(Samples.event(Samples.toolCall()))) {
            assertThat(run.deadLetters()).singleElement().satisfies(deadLetter -> {
                assertThat(deadLetter.value()).isNull();
                assertThat(deadLetter.reason()).isEqualTo("unknown_schema");
                assertThat(deadLetter.error())
                        .contains("9437184 bytes together; they stand at watchllm.events/0/0 as long");
            });
            assertThat(run.events()).as("the good one behind it").hasSize(1);
        }
    }

    @Test
    void shouldRefuseWhenARowWouldBeTooLargeAndWriteNoRowOfIt() {
        var half = "x".repeat(1 << 20);
        var calls = IntStream.range(0, 2)
                .mapToObj(call -> new NestedToolCall("t", null, null, null, null, null, null))
                .toList();
        var event = Samples.envelope()
                .setContext(half)
                .setTags(Collections.nCopies(8, half))
                .setPayload(Samples.promptCall().setToolCalls(calls).build())
                .build();
        var sizes = new Sizes(4 << 20, 4 << 20, 4 << 20, 1024, 100, 100);
        var limits = new Limits(TopologyRun.LIMITS.ahead(), TopologyRun.LIMITS.retention(), sizes);
        try (var run = new TopologyRun(limits).send(event)) {
            assertThat(run.deadLetters()).singleElement().satisfies(deadLetter -> {
                assertThat(deadLetter.reason()).isEqualTo("record_too_large");
                assertThat(deadLetter.error())
                        .startsWith("record is an event whose row for watchllm.event-rows takes 94")
                        .contains("expected at most 8323072 bytes (shorter texts)");
            });
            assertThat(run.toolCalls()).isEmpty();
            assertThat(run.events()).isEmpty();

            run.send(Samples.event(Samples.toolCall()));
            assertThat(run.events()).as("the good one behind it").hasSize(1);
        }
    }
}
