package io.watchllm.processor.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.processor.store.StoreBench;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputGateTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final WriteMetrics metrics = new WriteMetrics(meters);

    @Test
    void shouldWriteWhatTheTopicTakesAndHoldBackAndCountWhatItDoesNot() {
        var context = new MockProcessorContext<byte[], byte @Nullable []>();
        var gate = new OutputGate(context, metrics);
        var key = new byte[100];
        int fits = Output.ALERTS.bytesMax() - 128 - key.length;

        assertThat(gate.write(Output.ALERTS, new Record<>(key, new byte[fits], 0)))
                .isTrue();
        assertThat(gate.write(Output.ALERTS, new Record<>(key, new byte[fits + 1], 0)))
                .isFalse();
        assertThat(gate.write(
                        Output.ALERTS, new Record<>(key, new byte[fits], 0, new RecordHeaders().add("h", new byte[0]))))
                .isFalse();

        assertThat(context.forwarded())
                .singleElement()
                .satisfies(forward -> assertThat(forward.childName()).contains("alerts"));
        assertThat(heldBack("alerts")).isEqualTo(2);
        assertThat(heldBack("dead-letters")).isZero();
    }

    /** Kafka's producer compares its own estimate with max.request.size. */
    @Test
    void shouldNeverCountFewerBytesThanKafkaDoes() {
        for (int headers : new int[] {0, 1, 1_000}) {
            for (int bytes : new int[] {0, 1, 300, 1 << 20}) {
                var all = new RecordHeaders();
                for (int header = 0; header < headers; header++) {
                    all.add("é漢🙂".repeat(header % 50), header % 3 == 0 ? null : new byte[header]);
                }
                var key = bytes == 1 ? null : "k".repeat(bytes / 2).getBytes(UTF_8);
                var value = new byte[bytes];

                assertThat(RecordSize.of(key, value, all))
                        .isGreaterThanOrEqualTo(AbstractRecords.estimateSizeInBytesUpperBound(
                                RecordBatch.CURRENT_MAGIC_VALUE,
                                Compression.NONE.type(),
                                key == null ? null : ByteBuffer.wrap(key),
                                ByteBuffer.wrap(value),
                                all.toArray()));
            }
        }
    }

    @Test
    void shouldHoldBackAnEntryThatTheChangelogWouldNotTakeAndForgetWhatWasThere() {
        var store = new LoggedStore("some", 10, metrics) {
            @Override
            protected void clear() {
                // It holds nothing.
            }

            @Override
            protected void restore(byte[] key, byte @Nullable [] value) {
                throw new AssertionError("nothing is restored");
            }
        };
        var bench = StoreBench.open(store, List.of());
        var key = new byte[] {1, 2};

        assertThat(store.write(key, new byte[8])).isTrue();
        assertThat(store.write(key, new byte[9])).isFalse();
        assertThat(store.write(key, new byte[3])).isTrue();
        assertThat(store.write(key, null)).isTrue();
        assertThat(bench.takeLogged())
                .extracting(StoreBench.Entry::value)
                .as("what was true before the last change is deleted")
                .containsExactly(new byte[8], null, new byte[3], null);
        assertThat(heldBack("some")).isEqualTo(1);
    }

    private double heldBack(String output) {
        return meters.get("watchllm.processor.writes.held.back")
                .tag("output", output)
                .counter()
                .count();
    }
}
