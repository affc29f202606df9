package io.watchllm.processor.stage;

import io.watchllm.processor.state.CommitHook;
import io.watchllm.processor.state.EventCountsStore;
import io.watchllm.processor.write.Output;
import io.watchllm.processor.write.OutputGate;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.EventCount;
import io.watchllm.schemas.EventKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Writes rejected records as dead letters: the record, redacted if there are privacy rules, its position, and the
 * reason.
 */
public final class RefuseStage extends ContextualProcessor<byte[], Flow.Refused, byte[], byte @Nullable []> {

    private final InstantSource clock;
    private final ProcessorMetrics metrics;
    private final UnaryOperator<Record<byte[], Flow.Refused>> privacy;
    private @Nullable EventCountsStore counts;
    private @Nullable OutputGate gate;

    /**
     * Creates the stage.
     *
     * @param privacy redacts a record
     */
    public RefuseStage(
            InstantSource clock, ProcessorMetrics metrics, UnaryOperator<Record<byte[], Flow.Refused>> privacy) {
        this.clock = clock;
        this.metrics = metrics;
        this.privacy = privacy;
    }

    @Override
    public void init(ProcessorContext<byte[], byte @Nullable []> context) {
        super.init(context);
        counts = EventCountsStore.of(context, CommitHook.EVENTS, metrics.writes());
        gate = new OutputGate(context, metrics.writes());
    }

    @Override
    public void process(Record<byte[], Flow.Refused> incoming) {
        var record = privacy.apply(incoming);
        var rejection = record.value().rejection();
        var origin = context().recordMetadata().map(RefuseStage::origin).orElseThrow();
        Objects.requireNonNull(gate)
                .write(Output.DEAD_LETTERS, DeadLetterOutput.record(deadLetter(record, origin), record.timestamp()));
        var known = record.value().project();
        var project = known == null ? EventKey.project(record.key()) : known;
        metrics.rejected(rejection.reason(), project);
        Objects.requireNonNull(counts).count(project, EventCount.REFUSED);
    }

    private DeadLetter deadLetter(Record<byte[], Flow.Refused> record, DeadLetter.FromTopic origin) {
        var rejection = record.value().rejection();
        var field = rejection.field().equals("record") ? "" : rejection.field();
        return new DeadLetter(
                record.key(),
                record.value().raw(),
                List.of(record.headers().toArray()),
                origin,
                DeadLetterOutput.refusal(rejection.reason().word(), field, rejection.message(), clock.instant()));
    }

    private static DeadLetter.FromTopic origin(RecordMetadata metadata) {
        return new DeadLetter.FromTopic(metadata.topic(), metadata.partition(), metadata.offset());
    }
}
