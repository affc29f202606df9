package io.watchllm.alerting.loop;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.Observation.Kind;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.alerting.snapshot.HistorySnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recent steps and calls of a run, and the loop checks on them. */
public final class RunHistory {

    private static final List<LoopCheck> CHECKS = List.of(LoopCheck.values());

    private final Measure.Loop limits;
    private final StepRing ring = new StepRing();
    private long firstMs = Moment.NEVER;
    private long lastMs = Moment.NEVER;
    private long steps;
    private long calls;
    private long stale;
    private long cycle = 1;
    private @Nullable Step repeated;
    private String failing = "";

    /**
     * Result of a check.
     *
     * @param ratio count divided by limit, in billionths
     * @param tool the tool it is about, if any
     */
    public record Verdict(long ratio, LoopCheck check, long count, long limit, String tool) {}

    public RunHistory(Measure.Loop limits) {
        this.limits = limits;
    }

    /** Adds an event of the run. */
    public void add(Observation seen) {
        if (firstMs == Moment.NEVER) {
            firstMs = seen.timeMs();
        }
        firstMs = Math.min(firstMs, seen.timeMs());
        lastMs = Math.max(lastMs, seen.timeMs());
        steps += seen.kind() == Kind.AGENT_STEP ? 1 : 0;
        calls += seen.kind() == Kind.AGENT_STEP ? 0 : 1;
        if (seen.kind() != Kind.PROMPT_CALL) {
            addStep(Step.of(seen));
        }
    }

    private void addStep(Step step) {
        forget(lastMs);
        stale = step.isCall() && !ring.knows(step) ? 0 : stale + 1;
        ring.add(step);
        if (step.isCall()) {
            var before = repeated;
            if (before == null || ring.same(step) >= ring.same(before)) {
                repeated = step;
            }
            if (step.failed() && ring.failures(step.name()) >= ring.failures(failing)) {
                failing = step.name();
            }
        }
        cycle = ring.cycle();
    }

    /** Removes steps that are too old at this time: they then count only in the checks of the whole run. */
    public void forget(long nowMs) {
        if (ring.forgetBefore(nowMs - limits.windowMs())) {
            cycle = ring.cycle();
            // Steps evicted from the ring are older still.
            stale = Math.min(stale, ring.size());
        }
    }

    /** The check with the highest ratio at this time. */
    public Verdict worst(long nowMs) {
        var worst = verdict(LoopCheck.SAME_CALL, nowMs);
        for (var check : CHECKS) {
            var next = verdict(check, nowMs);
            worst = next.ratio > worst.ratio ? next : worst;
        }
        return worst;
    }

    /** Result of one check at this time. A run that is idle for a window gets none. */
    public Verdict verdict(LoopCheck check, long nowMs) {
        long limit = check.limit(limits);
        long count = nowMs - lastMs >= limits.windowMs() ? 0 : count(check);
        long ratio = limit == 0 ? 0 : FixedPoint.share(count, limit);
        return new Verdict(ratio, check, count, limit, tool(check));
    }

    private long count(LoopCheck check) {
        return switch (check) {
            case SAME_CALL -> repeated == null ? 0 : ring.same(repeated);
            case CYCLE -> cycle;
            case RETRY_STORM -> failing.isEmpty() ? 0 : ring.failures(failing);
            case STEPS -> steps;
            case CALLS -> calls;
            case DURATION -> lastMs - firstMs;
            case STALE -> stale;
        };
    }

    private String tool(LoopCheck check) {
        return switch (check) {
            case SAME_CALL -> repeated == null ? "" : repeated.name();
            case RETRY_STORM -> failing;
            default -> "";
        };
    }

    /** Number of steps and calls of the run. */
    public long events() {
        return steps + calls;
    }

    /** Time of its first event. */
    public long firstMs() {
        return firstMs;
    }

    /** Time of its last event. */
    public long lastMs() {
        return lastMs;
    }

    /** The snapshot of the history. */
    public HistorySnapshot snapshot() {
        return new HistorySnapshot(
                firstMs,
                lastMs,
                steps,
                calls,
                stale,
                cycle,
                repeated == null ? null : repeated.snapshot(),
                failing,
                ring.snapshot());
    }

    /** Restores a history; this one must be empty. */
    public void restore(HistorySnapshot from) {
        firstMs = from.getFirstMs();
        lastMs = from.getLastMs();
        steps = from.getSteps();
        calls = from.getCalls();
        stale = from.getStale();
        cycle = from.getCycle();
        repeated = from.getRepeated() == null ? null : Step.of(from.getRepeated());
        failing = from.getFailing();
        from.getRecent().forEach(step -> ring.add(Step.of(step)));
    }
}
