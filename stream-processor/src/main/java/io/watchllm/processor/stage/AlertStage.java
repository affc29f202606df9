package io.watchllm.processor.stage;

import io.watchllm.processor.core.alert.KnownTexts;
import io.watchllm.processor.core.alert.ObservationReading;
import io.watchllm.processor.core.alert.stage.AlertIntake;
import io.watchllm.processor.core.alert.window.PaneDelta;
import io.watchllm.processor.core.alert.window.PaneParcel;
import io.watchllm.processor.state.AlertStates;
import io.watchllm.processor.state.BookStore;
import io.watchllm.processor.state.CommitHook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The first stage of alerts, in the partition of the event: judges rules about runs, and sends what the event adds to
 * all other windows on to the partition of its group, gathered until the commit: nobody could read it before.
 */
public final class AlertStage implements Processor<byte[], Flow.Split, byte[], byte @Nullable []> {

    /** Name of its {@link CommitHook}. */
    public static final String COMMITS = "alert-commits";

    /**
     * Header of a part of a pane: the application that it is of. Another one that reads the same events has its own.
     */
    static final String APPLICATION = "watchllm.application";

    /** How often a group that waits for time is looked at. */
    static final Duration TICK = Duration.ofSeconds(1);

    private static final JudgedGroups.Names NAMES = new JudgedGroups.Names(
            AlertStates.RUNS, BookStore.NAME, new AlertDesk.Ways(Nodes.ALERT_ROWS, Nodes.ALERTS));

    /** Bounds the memory of what is gathered between two commits. */
    private static final int WAITING_MAX = 10_000;

    private final int groupsMax;
    private final RowSchemaIds ids;
    private final AlertMetrics metrics;
    private final InstantSource clock;
    private @Nullable Open open;

    /**
     * A stage.
     *
     * @param groupsMax most groups of a partition
     * @param clock time of dead letters, and the latest that an arrival can be
     */
    public AlertStage(int groupsMax, RowSchemaIds ids, AlertMetrics metrics, InstantSource clock) {
        this.groupsMax = groupsMax;
        this.ids = ids;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<byte[], byte @Nullable []> context) {
        var opened = new Open(context);
        open = opened;
        CommitHook commits = context.getStateStore(COMMITS);
        commits.beforeCommit(context, opened::beforeCommit);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, opened::tick);
    }

    @Override
    public void process(Record<byte[], Flow.Split> record) {
        if (open != null) {
            open.observe(record);
        }
    }

    @Override
    public void close() {
        if (open != null) {
            open.runs.close();
            open = null;
        }
    }

    /** What there is while the partition is here. */
    private final class Open {

        private final ProcessorContext<byte[], byte @Nullable []> context;
        private final JudgedGroups runs;
        private final AlertIntake intake;
        private final RuleLetters letters;
        private final KnownTexts models = new KnownTexts();
        private final Headers headers;

        Open(ProcessorContext<byte[], byte @Nullable []> context) {
            this.context = context;
            runs = new JudgedGroups(context, NAMES, groupsMax, ids, metrics);
            intake = new AlertIntake(runs.rules(), runs.groups());
            letters = new RuleLetters(context, runs, clock);
            headers =
                    new RecordHeaders().add(APPLICATION, context.applicationId().getBytes(StandardCharsets.UTF_8));
        }

        void observe(Record<byte[], Flow.Split> record) {
            look();
            var split = record.value();
            ObservationReading.read(
                    split.event(),
                    split.pricing(),
                    Arrival.of(record, clock).toEpochMilli(),
                    intake.comparesSteps(split.event().getProjectId()),
                    models,
                    seen -> intake.observe(seen, runs.saw(seen.timeMs()), runs.desk()));
            if (intake.waiting() > WAITING_MAX) {
                drain();
            }
        }

        void tick(long nowMs) {
            look();
            letters.tell();
            runs.tick(nowMs);
        }

        private void look() {
            if (runs.haveRulesChanged()) {
                drain();
                intake.use(runs.rules());
            }
        }

        void beforeCommit() {
            drain();
            runs.save();
        }

        private void drain() {
            intake.drain(this::send);
        }

        private void send(List<PaneDelta> parts) {
            byte[] key = PaneParcel.key(parts.getFirst().group()).getBytes(StandardCharsets.UTF_8);
            long nowMs = context.currentSystemTimeMs();
            PaneParcel.pack(
                    parts,
                    value -> context.forward(
                            new Record<byte[], byte @Nullable []>(key, value, nowMs, headers), Nodes.ALERT_PANES));
            metrics.panes(parts.size());
        }
    }
}
