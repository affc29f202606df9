package io.watchllm.processor.topology;

import io.watchllm.alerting.window.PaneBatch;
import io.watchllm.alerting.window.PaneDelta;
import io.watchllm.processor.core.RowSchemaIds;
import io.watchllm.processor.store.AlertStateStore;
import io.watchllm.processor.store.CommitHook;
import io.watchllm.processor.timer.WakeUpLoop;
import io.watchllm.processor.timer.WakeUps;
import io.watchllm.processor.write.Output;
import io.watchllm.schemas.EventCountKey;
import io.watchllm.schemas.Topics;
import io.watchllm.validation.Sizes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Second alert stage, in the partition of the group: merges pane parts and evaluates rules. */
public final class EvaluateStage implements Processor<byte[], byte @Nullable [], byte[], byte @Nullable []> {

    private static final Logger log = LoggerFactory.getLogger(EvaluateStage.class);

    private static final EvaluatedGroups.Names NAMES = new EvaluatedGroups.Names(
            AlertStateStore.GROUPS, EventCountKey.ALERTS_STORE, CommitHook.PANES, Topics.ALERT_PANES.name());

    private static final AlertEmitter.Outputs OUTPUTS =
            new AlertEmitter.Outputs(Output.EVALUATED_ROWS, Output.EVALUATED_ALERTS, Output.EVALUATED_DEAD_LETTERS);

    private final EvaluatedGroups.Parts parts;
    private @Nullable Open open;

    /**
     * Creates the stage.
     *
     * @param groupsMax maximum number of groups per partition
     * @param sizes length limits of names
     */
    public EvaluateStage(int groupsMax, Sizes sizes, RowSchemaIds ids, AlertMetrics metrics, WakeUps wakeUps) {
        parts = new EvaluatedGroups.Parts(groupsMax, sizes, ids, metrics, wakeUps);
    }

    @Override
    public void init(ProcessorContext<byte[], byte @Nullable []> context) {
        var opened = new Open(context);
        open = opened;
        CommitHook commits = context.getStateStore(CommitHook.PANES);
        commits.beforeCommit(context, CommitHook.Phase.FORWARD, opened::beforeCommit);
    }

    @Override
    public void process(Record<byte[], byte @Nullable []> record) {
        if (open == null) {
            return;
        }
        byte[] value = record.value();
        if (!open.isOwn(record.headers())) {
            parts.metrics().foreignPane();
            return;
        }
        if (value == null) {
            // A wake-up: the commit that follows checks the time.
            return;
        }
        PaneBatch.Content content;
        try {
            content = PaneBatch.unpack(value);
        } catch (IllegalArgumentException foreign) {
            // Only the first stage writes to this topic; foreign records must not stop the alerts.
            parts.metrics().foreignPane();
            log.warn("left out a part of a pane error={}", foreign.getMessage());
            return;
        }
        open.merge(content, record.timestamp());
    }

    @Override
    public void close() {
        if (open != null) {
            open.groups.close();
            open = null;
        }
    }

    /** State that exists while the partition is assigned. */
    private final class Open {

        private final EvaluatedGroups groups;
        private final byte[] application;

        Open(ProcessorContext<byte[], byte @Nullable []> context) {
            groups = new EvaluatedGroups(context, NAMES, OUTPUTS, parts);
            application = context.applicationId().getBytes(StandardCharsets.UTF_8);
        }

        boolean isOwn(Headers headers) {
            var header = headers.lastHeader(WakeUpLoop.APPLICATION);
            return header != null && Arrays.equals(header.value(), application);
        }

        void merge(PaneBatch.Content content, long sentMs) {
            groups.act("add parts of panes", () -> {
                // The first stage may have seen a change of rules a few milliseconds earlier.
                look();
                groups.saw(content.source(), sentMs);
                content.parts().forEach(this::merge);
            });
        }

        private void merge(PaneDelta delta) {
            groups.groups().merge(delta, groups.saw(delta.tally().lastMs()), groups.emitter());
        }

        void beforeCommit() {
            groups.act("look at the time", () -> {
                look();
                groups.tick();
            });
        }

        private void look() {
            if (groups.haveRulesChanged()) {
                groups.groups().use(groups.rules());
            }
        }
    }
}
