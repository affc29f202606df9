package io.watchllm.processor.stage;

import io.watchllm.processor.core.alert.window.PaneDelta;
import io.watchllm.processor.core.alert.window.PaneParcel;
import io.watchllm.processor.state.AlertStates;
import io.watchllm.processor.state.BookStore;
import io.watchllm.processor.state.CommitHook;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The second stage of alerts, in the partition of the group: puts the parts of panes together, and judges. */
public final class JudgeStage implements Processor<byte[], byte @Nullable [], byte[], byte @Nullable []> {

    /** Name of its {@link CommitHook}. */
    public static final String COMMITS = "judge-commits";

    private static final Logger log = LoggerFactory.getLogger(JudgeStage.class);

    private static final JudgedGroups.Names NAMES = new JudgedGroups.Names(
            AlertStates.GROUPS, BookStore.JUDGED_NAME, new AlertDesk.Ways(Nodes.JUDGED_ROWS, Nodes.JUDGED_ALERTS));

    private final int groupsMax;
    private final RowSchemaIds ids;
    private final AlertMetrics metrics;
    private @Nullable Open open;

    /**
     * A stage.
     *
     * @param groupsMax most groups of a partition
     */
    public JudgeStage(int groupsMax, RowSchemaIds ids, AlertMetrics metrics) {
        this.groupsMax = groupsMax;
        this.ids = ids;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], byte @Nullable []> context) {
        var opened = new Open(context);
        open = opened;
        CommitHook commits = context.getStateStore(COMMITS);
        commits.beforeCommit(context, opened.groups::save);
        context.schedule(AlertStage.TICK, PunctuationType.WALL_CLOCK_TIME, opened::tick);
    }

    @Override
    public void process(Record<byte[], byte @Nullable []> record) {
        if (open == null) {
            return;
        }
        byte[] value = record.value();
        if (value == null || !open.isOwn(record.headers())) {
            metrics.foreignPane();
            return;
        }
        List<PaneDelta> parts;
        try {
            parts = PaneParcel.unpack(value);
        } catch (IllegalArgumentException foreign) {
            // Nobody but the first stage writes here; what somebody else put there must not stop the alerts.
            metrics.foreignPane();
            log.warn("left out a part of a pane error={}", foreign.getMessage());
            return;
        }
        parts.forEach(open::merge);
    }

    @Override
    public void close() {
        if (open != null) {
            open.groups.close();
            open = null;
        }
    }

    /** What there is while the partition is here. */
    private final class Open {

        private final JudgedGroups groups;
        private final byte[] application;

        Open(ProcessorContext<byte[], byte @Nullable []> context) {
            groups = new JudgedGroups(context, NAMES, groupsMax, ids, metrics);
            application = context.applicationId().getBytes(StandardCharsets.UTF_8);
        }

        boolean isOwn(Headers headers) {
            var header = headers.lastHeader(AlertStage.APPLICATION);
            return header != null && Arrays.equals(header.value(), application);
        }

        void merge(PaneDelta delta) {
            if (!groups.groups().knows(delta.rules())) {
                // The first stage may have seen a change of rules some milliseconds before.
                look();
            }
            groups.groups().merge(delta, groups.saw(delta.tally().lastMs()), groups.desk());
        }

        void tick(long nowMs) {
            look();
            groups.tick(nowMs);
        }

        private void look() {
            if (groups.haveRulesChanged()) {
                groups.groups().use(groups.rules());
            }
        }
    }
}
