package io.watchllm.processor.write;

import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of a stage to topics. A record too large for its topic is not written but counted and logged; callers
 * whose records must not be lost check {@link Output#takes} first. Use only on the stage's thread.
 */
public final class OutputGate {

    private final ProcessorContext<byte[], ? super byte[]> context;
    private final WriteMetrics metrics;

    /** Creates the gate of a stage. */
    public OutputGate(ProcessorContext<byte[], ? super byte[]> context, WriteMetrics metrics) {
        this.context = context;
        this.metrics = metrics;
    }

    /** Writes the record unless it is too large for its topic; true if written. */
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
