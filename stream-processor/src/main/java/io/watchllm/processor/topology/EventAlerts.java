package io.watchllm.processor.topology;

import io.watchllm.alerting.ObservationReading;
import io.watchllm.alerting.group.AlertIntake;
import io.watchllm.alerting.window.PaneBatch;
import io.watchllm.alerting.window.PaneDelta;
import io.watchllm.events.Event;
import io.watchllm.pricing.Pricing;
import io.watchllm.processor.rules.RuleTable;
import io.watchllm.processor.store.AlertStateStore;
import io.watchllm.processor.store.CommitHook;
import io.watchllm.processor.timer.WakeUpLoop;
import io.watchllm.processor.write.Output;
import io.watchllm.processor.write.OutputGate;
import io.watchllm.schemas.DeadLetter;
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
final class EventAlerts extends AlertTask {

    private static final Stage STAGE = new Stage(
            AlertStateStore.RUNS,
            EventCountKey.EVENTS_STORE,
            CommitHook.EVENTS,
            Topics.ALERT_WAKE_UPS,
            new AlertEmitter.Outputs(Output.ALERT_ROWS, Output.ALERTS, Output.DEAD_LETTERS));

    /** Bounds the memory of what is buffered between two commits. */
    private static final int WAITING_MAX = 10_000;

    /** Every process reads all rules; the owner of this partition of the events reports the invalid ones. */
    private static final int REPORTING_PARTITION = 0;

    /** The topic of rules has one partition. */
    private static final int RULES_PARTITION = 0;

    private final AlertIntake intake = new AlertIntake(groups);
    private final OutputGate gate;
    private final ObservationReading reading;
    private final Headers headers;
    private final InstantSource now;

    /**
     * Restores the state of the partition.
     *
     * @param now time of dead letters
     */
    EventAlerts(ProcessorContext<byte[], byte @Nullable []> context, Parts parts, InstantSource now) {
        super(context, STAGE, parts);
        gate = new OutputGate(context, metrics.writes());
        reading = new ObservationReading(parts.sizes());
        headers = WakeUpLoop.headers(context.applicationId());
        this.now = now;
        commits.beforeCommit(context, CommitHook.Phase.FORWARD, this::beforeCommit);
    }

    /**
     * Shows an event to the rules.
     *
     * @param pricing cost of a prompt call; null for all other events
     * @param arrivalMs when it arrived, in milliseconds since 1970
     */
    void observe(Event event, @Nullable Pricing pricing, long arrivalMs) {
        takeOverRules();
        act(
                "observe an event",
                () -> reading.read(
                        event,
                        pricing,
                        arrivalMs,
                        intake.comparesSteps(event.getProjectId()),
                        seen -> intake.observe(seen, saw(seen.timeMs()), emitter)));
        if (intake.waiting() > WAITING_MAX) {
            act("send parts of panes", this::drain);
        }
    }

    private void takeOverRules() {
        if (haveRulesChanged()) {
            act("send parts of panes", this::drain);
            act("take over rules", this::loadRules);
        }
    }

    private void beforeCommit() {
        takeOverRules();
        reportInvalidRules();
        act("look at the time", this::tick);
        act("send parts of panes", this::drain);
    }

    private void drain() {
        intake.drain(this::send);
    }

    private void send(List<PaneDelta> deltas) {
        byte[] key = deltas.getFirst().group().key().getBytes(StandardCharsets.UTF_8);
        long nowMs = context.currentSystemTimeMs();
        PaneBatch.pack(
                new PaneBatch.Source(context.taskId().partition(), clock.newestMs()),
                deltas,
                value -> gate.write(
                        Output.ALERT_PANES, new Record<byte[], byte @Nullable []>(key, value, nowMs, headers)));
        metrics.panes(deltas.size());
    }

    /** Writes invalid records of the rules topic as dead letters, each once across restarts. */
    private void reportInvalidRules() {
        if (context.taskId().partition() == REPORTING_PARTITION) {
            for (var rule : ruleTable.invalidAfter(states.rulesReported())) {
                gate.write(Output.DEAD_LETTERS, DeadLetterOutput.record(deadLetter(rule), now.millis()));
                states.rulesReported(rule.offset());
            }
        }
    }

    private DeadLetter deadLetter(RuleTable.Invalid rule) {
        return new DeadLetter(
                rule.key(),
                rule.value(),
                List.of(),
                new DeadLetter.FromTopic(Topics.ALERT_RULES.name(), RULES_PARTITION, rule.offset()),
                DeadLetterOutput.refusal(
                        rule.problem().fault().word(), "", rule.problem().message(), now.instant()));
    }
}
