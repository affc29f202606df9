package io.watchllm.processor.topology;

import io.watchllm.alerting.window.PaneBatch;
import io.watchllm.processor.store.AlertStateStore;
import io.watchllm.processor.store.CommitHook;
import io.watchllm.processor.timer.WakeUpLoop;
import io.watchllm.processor.write.Output;
import io.watchllm.schemas.EventCountKey;
import io.watchllm.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Second alert stage, in the partition of the group: merges pane parts and evaluates rules. */
public final class EvaluateStage implements Processor<byte[], byte @Nullable [], byte[], byte @Nullable []> {

    private static final Logger log = LoggerFactory.getLogger(EvaluateStage.class);

    private static final AlertTask.Stage STAGE = new AlertTask.Stage(
            AlertStateStore.GROUPS,
            EventCountKey.ALERTS_STORE,
            CommitHook.PANES,
            Topics.ALERT_PANES,
            new AlertEmitter.Outputs(Output.EVALUATED_ROWS, Output.EVALUATED_ALERTS, Output.EVALUATED_DEAD_LETTERS));

    private final AlertTask.Parts parts;
    private @Nullable Task task;

    /** A stage that opens its state when a partition is assigned. */
    public EvaluateStage(AlertTask.Parts parts) {
        this.parts = parts;
    }

    @Override
    public void init(ProcessorContext<byte[], byte @Nullable []> context) {
        task = new Task(context, parts);
    }

    @Override
    public void process(Record<byte[], byte @Nullable []> record) {
        Objects.requireNonNull(task).process(record);
    }

    @Override
    public void close() {
        if (task != null) {
            task.close();
            task = null;
        }
    }

    private static final class Task extends AlertTask {

        private final byte[] application;

        Task(ProcessorContext<byte[], byte @Nullable []> context, Parts parts) {
            super(context, STAGE, parts);
            application = context.applicationId().getBytes(StandardCharsets.UTF_8);
            commits.beforeCommit(context, CommitHook.Phase.FORWARD, this::beforeCommit);
        }

        void process(Record<byte[], byte @Nullable []> record) {
            byte[] value = record.value();
            var sender = record.headers().lastHeader(WakeUpLoop.APPLICATION);
            if (sender == null || !Arrays.equals(sender.value(), application)) {
                metrics.foreignPane();
            } else if (value != null) {
                // Without a value it is a wake-up: the commit that follows checks the time.
                merge(value, record.timestamp());
            }
        }

        private void merge(byte[] value, long sentMs) {
            PaneBatch.Content content;
            try {
                content = PaneBatch.unpack(value);
            } catch (IllegalArgumentException foreign) {
                // Only the first stage writes to this topic; foreign records must not stop the alerts.
                metrics.foreignPane();
                log.warn("left out a part of a pane error={}", foreign.getMessage());
                return;
            }
            act("add parts of panes", () -> {
                // The first stage may have seen a change of rules a few milliseconds earlier.
                loadRules();
                clock.saw(content.source(), sentMs);
                content.parts()
                        .forEach(part -> groups.merge(part, saw(part.added().lastMs()), emitter));
            });
        }

        private void beforeCommit() {
            act("look at the time", () -> {
                loadRules();
                tick();
            });
        }
    }
}
