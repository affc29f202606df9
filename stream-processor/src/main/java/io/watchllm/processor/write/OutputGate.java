package io.watchllm.processor.write;

import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The one way from a stage to a topic. What the topic would not take is not written, but counted and logged; whoever
 * writes what must not be lost asks {@link Output#takes} before. For the thread of the stage.
 */
public final class OutputGate {

    private final ProcessorContext<byte[], ? super byte[]> context;
    private final WriteMetrics metrics;

    /** A gate for the stage of this context. */
    public OutputGate(ProcessorContext<byte[], ? super byte[]> context, WriteMetrics metrics) {
        this.context = context;
        this.metrics = metrics;
    }

    /** Writes the record, unless its topic would not take it; answers whether it did. */
    public boolean write(Output output, Record<byte[], byte @Nullable []> record) {
        var size = RecordSize.of(record.key(), record.value(), record.headers());
        if (size > output.bytesMax()) {
            metrics.heldBack(output.node(), size, output.bytesMax());
            return false;
        }
        context.forward(record, output.node());
        return true;
    }
}
