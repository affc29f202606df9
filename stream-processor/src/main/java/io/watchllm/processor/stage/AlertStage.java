package io.watchllm.processor.stage;

import io.watchllm.alerting.ObservationReading;
import io.watchllm.alerting.group.AlertIntake;
import io.watchllm.alerting.window.PaneBatch;
import io.watchllm.alerting.window.PaneDelta;
import io.watchllm.processor.state.AlertStateStore;
import io.watchllm.processor.state.CommitHook;
import io.watchllm.processor.timer.WakeUpLoop;
import io.watchllm.processor.timer.WakeUps;
import io.watchllm.processor.write.Output;
import io.watchllm.processor.write.OutputGate;
import io.watchllm.schemas.EventCountKey;
import io.watchllm.schemas.Topics;
import io.watchllm.validation.Sizes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * First alert stage, in the partition of the event: evaluates rules about runs, and sends the event's additions to all
 * other windows to the partition of their group. Additions are buffered until the commit, because consumers can't read
 * them earlier anyway.
 */
public final class AlertStage implements Processor<byte[], Flow.Split, byte[], byte @Nullable []> {

    private static final EvaluatedGroups.Names NAMES = new EvaluatedGroups.Names(
            AlertStateStore.RUNS, EventCountKey.EVENTS_STORE, CommitHook.EVENTS, Topics.ALERT_WAKE_UPS.name());

    private static final EvaluatedGroups.Nodes NODES =
            new EvaluatedGroups.Nodes(new AlertEmitter.Ways(Output.ALERT_ROWS, Output.ALERTS), Output.DEAD_LETTERS);

    /** Bounds the memory of what is buffered between two commits. */
    private static final int WAITING_MAX = 10_000;

    private final EvaluatedGroups.Parts parts;
    private final InstantSource clock;
    private @Nullable Open open;

    /**
     * Creates the stage.
     *
     * @param groupsMax maximum number of groups per partition
     * @param sizes length limits of names
     * @param clock time of dead letters, and upper bound of arrival times
     */
    public AlertStage(
            int groupsMax, Sizes sizes, RowSchemaIds ids, AlertMetrics metrics, WakeUps wakeUps, InstantSource clock) {
        parts = new EvaluatedGroups.Parts(groupsMax, sizes, ids, metrics, wakeUps);
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<byte[], byte @Nullable []> context) {
        var opened = new Open(context);
        open = opened;
        CommitHook commits = context.getStateStore(CommitHook.EVENTS);
        commits.beforeCommit(context, CommitHook.Phase.FORWARD, opened::beforeCommit);
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

    /** State that exists while the partition is assigned. */
    private final class Open {

        private final ProcessorContext<byte[], byte @Nullable []> context;
        private final EvaluatedGroups runs;
        private final AlertIntake intake;
        private final OutputGate gate;
        private final RuleDeadLetters deadLetters;
        private final ObservationReading reading = new ObservationReading(parts.sizes());
        private final Headers headers;

        Open(ProcessorContext<byte[], byte @Nullable []> context) {
            this.context = context;
            runs = new EvaluatedGroups(context, NAMES, NODES, parts);
            intake = new AlertIntake(runs.rules(), runs.groups());
            gate = new OutputGate(context, parts.metrics().writes());
            deadLetters = new RuleDeadLetters(context, runs, gate, clock);
            headers = WakeUpLoop.headers(context.applicationId());
        }

        void observe(Record<byte[], Flow.Split> record) {
            look();
            var split = record.value();
            runs.act(
                    "observe an event",
                    () -> reading.read(
                            split.event(),
                            split.pricing(),
                            Arrival.of(record, clock).toEpochMilli(),
                            intake.comparesSteps(split.event().getProjectId()),
                            seen -> intake.observe(seen, runs.saw(seen.timeMs()), runs.desk())));
            if (intake.waiting() > WAITING_MAX) {
                drain();
            }
        }

        private void look() {
            if (runs.haveRulesChanged()) {
                drain();
                runs.act("take over rules", () -> intake.use(runs.rules()));
            }
        }

        void beforeCommit() {
            look();
            deadLetters.tell();
            runs.act("look at the time", runs::tick);
            drain();
        }

        private void drain() {
            runs.act("send parts of panes", () -> intake.drain(this::send));
        }

        private void send(List<PaneDelta> deltas) {
            byte[] key = PaneBatch.key(deltas.getFirst().group()).getBytes(StandardCharsets.UTF_8);
            long nowMs = context.currentSystemTimeMs();
            PaneBatch.pack(
                    runs.source(),
                    deltas,
                    value -> gate.write(
                            Output.ALERT_PANES, new Record<byte[], byte @Nullable []>(key, value, nowMs, headers)));
            parts.metrics().panes(deltas.size());
        }
    }
}
