package io.watchllm.processor.topology;

import io.watchllm.alerting.ObservationReading;
import io.watchllm.alerting.group.AlertIntake;
import io.watchllm.alerting.window.PaneBatch;
import io.watchllm.alerting.window.PaneDelta;
import io.watchllm.events.Event;
import io.watchllm.pricing.Pricing;
import io.watchllm.processor.store.AlertStateStore;
import io.watchllm.processor.store.CommitHook;
import io.watchllm.processor.timer.WakeUpLoop;
import io.watchllm.processor.write.Output;
import io.watchllm.processor.write.OutputGate;
import io.watchllm.schemas.EventCountKey;
import io.watchllm.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * First stage of alerts, in the partition of the event: evaluates rules about runs, and sends the event's additions to
 * all other windows to the partition of their group. Additions are buffered until the commit, because consumers can't
 * read them earlier anyway. Belongs to one task.
 */
final class EventAlerts {

    private static final EvaluatedGroups.Names NAMES = new EvaluatedGroups.Names(
            AlertStateStore.RUNS, EventCountKey.EVENTS_STORE, CommitHook.EVENTS, Topics.ALERT_WAKE_UPS.name());

    private static final AlertEmitter.Outputs OUTPUTS =
            new AlertEmitter.Outputs(Output.ALERT_ROWS, Output.ALERTS, Output.DEAD_LETTERS);

    /** Bounds the memory of what is buffered between two commits. */
    private static final int WAITING_MAX = 10_000;

    private final ProcessorContext<byte[], byte @Nullable []> context;
    private final AlertMetrics metrics;
    private final EvaluatedGroups runs;
    private final AlertIntake intake;
    private final OutputGate gate;
    private final RuleDeadLetters deadLetters;
    private final ObservationReading reading;
    private final Headers headers;

    /**
     * Restores the state of the partition.
     *
     * @param clock time of dead letters
     */
    EventAlerts(ProcessorContext<byte[], byte @Nullable []> context, EvaluatedGroups.Parts parts, InstantSource clock) {
        this.context = context;
        metrics = parts.metrics();
        runs = new EvaluatedGroups(context, NAMES, OUTPUTS, parts);
        intake = new AlertIntake(runs.groups());
        gate = new OutputGate(context, metrics.writes());
        deadLetters = new RuleDeadLetters(context, runs, gate, clock);
        reading = new ObservationReading(parts.sizes());
        headers = WakeUpLoop.headers(context.applicationId());
        CommitHook commits = context.getStateStore(CommitHook.EVENTS);
        commits.beforeCommit(context, CommitHook.Phase.FORWARD, this::beforeCommit);
    }

    /**
     * Shows an event to the rules.
     *
     * @param pricing cost of a prompt call; null for all other events
     * @param arrivalMs when it arrived, in milliseconds since 1970
     */
    void observe(Event event, @Nullable Pricing pricing, long arrivalMs) {
        look();
        runs.act(
                "observe an event",
                () -> reading.read(
                        event,
                        pricing,
                        arrivalMs,
                        intake.comparesSteps(event.getProjectId()),
                        seen -> intake.observe(seen, runs.saw(seen.timeMs()), runs.emitter())));
        if (intake.waiting() > WAITING_MAX) {
            drain();
        }
    }

    private void look() {
        if (runs.haveRulesChanged()) {
            drain();
            runs.act("take over rules", () -> runs.groups().use(runs.rules()));
        }
    }

    private void beforeCommit() {
        look();
        deadLetters.emit();
        runs.act("look at the time", runs::tick);
        drain();
    }

    private void drain() {
        runs.act("send parts of panes", () -> intake.drain(this::send));
    }

    private void send(List<PaneDelta> deltas) {
        byte[] key = deltas.getFirst().group().key().getBytes(StandardCharsets.UTF_8);
        long nowMs = context.currentSystemTimeMs();
        PaneBatch.pack(
                runs.source(),
                deltas,
                value -> gate.write(
                        Output.ALERT_PANES, new Record<byte[], byte @Nullable []>(key, value, nowMs, headers)));
        metrics.panes(deltas.size());
    }

    void close() {
        runs.close();
    }
}
