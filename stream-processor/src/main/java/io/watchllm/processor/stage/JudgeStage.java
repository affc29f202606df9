package io.watchllm.processor.stage;

import io.watchllm.processor.core.alert.stage.EventClock;
import io.watchllm.processor.core.alert.stage.GroupBook;
import io.watchllm.processor.core.alert.stage.RuleSet;
import io.watchllm.processor.core.alert.window.PaneDelta;
import io.watchllm.processor.core.alert.window.PaneParcel;
import io.watchllm.processor.rules.RuleBook;
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

    private static final AlertDesk.Ways WAYS = new AlertDesk.Ways(Nodes.JUDGED_ROWS, Nodes.JUDGED_ALERTS);

    private final int groupsMax;
    private final RowSchemaIds ids;
    private final AlertMetrics metrics;
    private @Nullable Open open;

    /**
     * A stage.
     *
     * @param groupsMax most groups of a rule
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
        commits.beforeCommit(context, opened::beforeCommit);
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
        open = null;
        metrics.closed(this);
    }

    /** What there is while the partition is here. */
    private final class Open {

        private final ProcessorContext<byte[], byte @Nullable []> context;
        private final RuleBook book;
        private final AlertStates states;
        private final AlertDesk desk;
        private final GroupBook groups;
        private final EventClock eventClock;
        private final byte[] application;
        private RuleSet rules;

        Open(ProcessorContext<byte[], byte @Nullable []> context) {
            this.context = context;
            application = context.applicationId().getBytes(StandardCharsets.UTF_8);
            book = context.getStateStore(RuleBook.NAME);
            rules = book.current();
            states = new AlertStates(context.getStateStore(AlertStates.GROUPS));
            desk = new AlertDesk(
                    context, WAYS, ids, metrics, new BookStore(context.getStateStore(BookStore.JUDGED_NAME)));
            groups = new GroupBook(rules, groupsMax);
            states.restore(groups);
            eventClock = states.clock(context.currentSystemTimeMs());
        }

        boolean isOwn(Headers headers) {
            var header = headers.lastHeader(AlertStage.APPLICATION);
            return header != null && Arrays.equals(header.value(), application);
        }

        void merge(PaneDelta delta) {
            if (rules.find(delta.ruleId(), delta.ruleVersion()) == null) {
                // The first stage may have seen a change of rules some milliseconds before.
                look();
            }
            long nowMs = context.currentSystemTimeMs();
            eventClock.saw(delta.tally().lastMs(), nowMs);
            groups.merge(delta, eventClock.moment(nowMs), desk);
        }

        void tick(long nowMs) {
            look();
            groups.tick(eventClock.moment(nowMs), desk);
        }

        private void look() {
            var current = book.current();
            if (current != rules) {
                rules = current;
                groups.use(current);
            }
        }

        void beforeCommit() {
            states.save(groups, eventClock, context.currentSystemTimeMs());
            metrics.kept(JudgeStage.this, groups);
        }
    }
}
