package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.RaisedAlert.AlertStatus;
import io.watchllm.alerting.RaisedAlert.EpisodePosition;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.rule.Levels;
import io.watchllm.alerting.snapshot.EpisodeSnapshot;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Alert state of a group ({@link State}). It rises as soon as the breach has held long enough, and falls when the value
 * stays below its share of the bound for a slide. CRITICAL may fall to WARN, which is emitted as a firing warning; the
 * episode is resolved once, back at OK, at the highest level that was emitted. So the last alert of an episode always
 * shows its current state. One evaluation emits at most two alerts: one about the state, and one about suppressed
 * alerts. Not thread-safe.
 */
final class Episode {

    /** The value can't be evaluated: too few events. It does not breach, and counts as recovered. */
    static final long UNKNOWN = -1;

    private static final int OK = 0;
    private static final int WARN = 1;
    private static final int CRITICAL = 2;
    private static final long NEVER = Moment.NEVER;

    /** All states of an episode. */
    enum State {
        /** No bound is breached, and no alert is firing. */
        OK,
        /** A breach has not yet held as long as the rule wants; nothing fires. */
        PENDING,
        /** A breach within the cooldown: nothing fires again yet. */
        COOLDOWN,
        /** A warning fires. */
        WARN,
        /** A critical alert fires. */
        CRITICAL,
        /** An alert fires, but its value is below the recovery bound: it falls after a slide. */
        RECOVERING
    }

    private final HourlyLimit cap = new HourlyLimit();
    private int level = OK;
    private long startMs = NEVER;
    private final long[] sequences = new long[CRITICAL + 1];
    private long belowSinceMs = NEVER;
    private long lastEmittedMs;
    /** Level of the last emitted alert of the episode; OK before the first. */
    private int emitted = OK;

    /** Highest level emitted in the episode; OK before the first. */
    private int highestEmitted = OK;

    private boolean held;
    private long breachSlide = NEVER;
    private int breaches;
    private final long[] coolUntilMs = {NEVER, NEVER, NEVER};

    /** Receives what is to be emitted. */
    @FunctionalInterface
    interface Out {
        void emit(AlertStatus status, EpisodePosition position);
    }

    /** Evaluates the value at this time. Times never go back. */
    void evaluate(ActiveRule rule, long atMs, long value, Levels levels, Out out) {
        emitSuppressed(atMs, out);
        int wanted = target(value, levels);
        int target = wanted;
        while (target > level && coolUntilMs[target] > atMs) {
            target--;
        }
        held = target < wanted && wanted > level;
        if (target > level) {
            if (holds(rule, atMs)) {
                rise(rule, target, atMs, levels, out);
            }
            return;
        }
        breaches = 0;
        breachSlide = NEVER;
        if (level == OK) {
            return;
        }
        if (value == UNKNOWN || value < recovery(rule, level, levels)) {
            if (belowSinceMs == NEVER) {
                belowSinceMs = atMs;
            } else if (atMs - belowSinceMs >= rule.slideMs()) {
                fall(rule, value, atMs, levels, out);
            }
            return;
        }
        belowSinceMs = NEVER;
        long renotifyMs = rule.rule().policy().renotifyMs();
        if (renotifyMs > 0 && atMs - lastEmittedMs >= renotifyMs) {
            limited(rule, AlertState.renotify, atMs, levels, out);
        }
    }

    private static int target(long value, Levels levels) {
        if (value == UNKNOWN) {
            return OK;
        }
        if (levels.critical() != Levels.NONE && value >= levels.critical()) {
            return CRITICAL;
        }
        return levels.warn() != Levels.NONE && value >= levels.warn() ? WARN : OK;
    }

    /** Whether the breach has held long enough: each slide counts as one evaluation, however many events it has. */
    private boolean holds(ActiveRule rule, long atMs) {
        long slide = Math.floorDiv(atMs, rule.slideMs());
        if (slide != breachSlide) {
            breachSlide = slide;
            breaches++;
        }
        return breaches >= rule.rule().policy().forN();
    }

    private void rise(ActiveRule rule, int target, long atMs, Levels levels, Out out) {
        if (level == OK) {
            startMs = atMs;
            sequences[WARN] = 0;
            sequences[CRITICAL] = 0;
            emitted = OK;
            highestEmitted = OK;
        }
        if (target == CRITICAL) {
            // Whether warn was passed on the way must not affect the ids of later warnings.
            sequences[WARN] = Math.max(1, sequences[WARN]);
        }
        level = target;
        belowSinceMs = NEVER;
        breaches = 0;
        breachSlide = NEVER;
        limited(rule, AlertState.firing, atMs, levels, out);
    }

    private void fall(ActiveRule rule, long value, long atMs, Levels levels, Out out) {
        int left = level;
        boolean stillWarn = left == CRITICAL
                && levels.warn() != Levels.NONE
                && value != UNKNOWN
                && value >= recovery(rule, WARN, levels);
        level = stillWarn ? WARN : OK;
        for (int each = left; each > level; each--) {
            coolUntilMs[each] = atMs + rule.rule().policy().cooldownMs();
        }
        belowSinceMs = NEVER;
        lastEmittedMs = atMs;
        // Nothing is resolved that was never emitted, and the hourly limit never suppresses a resolution.
        if (stillWarn && emitted == CRITICAL) {
            emit(AlertState.firing, WARN, atMs, levels, out);
        } else if (!stillWarn && highestEmitted != OK) {
            emit(AlertState.resolved, highestEmitted, atMs, levels, out);
        }
    }

    private void emit(AlertState state, int which, long atMs, Levels levels, Out out) {
        emitted = which;
        highestEmitted = Math.max(highestEmitted, which);
        out.emit(status(state, which, atMs, levels), position(which));
        sequences[which]++;
    }

    private static long recovery(ActiveRule rule, int level, Levels levels) {
        long bound = level == CRITICAL ? levels.critical() : levels.warn();
        return FixedPoint.ratioOf(bound, rule.rule().policy().recoverRatio());
    }

    private void limited(ActiveRule rule, AlertState state, long atMs, Levels levels, Out out) {
        lastEmittedMs = atMs;
        if (cap.allows(rule.rule().policy().capPerHour(), level == CRITICAL)) {
            emit(state, level, atMs, levels, out);
        } else {
            sequences[level]++;
        }
    }

    /** Numbered by level: whether warn was passed on the way to critical must not affect the id of critical. */
    private EpisodePosition position(int which) {
        return new EpisodePosition(startMs, sequences[which]);
    }

    private static AlertStatus status(AlertState state, int which, long atMs, Levels levels) {
        return which == CRITICAL
                ? new AlertStatus(state, AlertLevel.critical, atMs, levels.critical())
                : new AlertStatus(state, AlertLevel.warn, atMs, levels.warn());
    }

    private void emitSuppressed(long atMs, Out out) {
        var over = cap.turn(atMs);
        if (over != null) {
            out.emit(over.status(), over.position());
        }
    }

    /** The current state. */
    State state() {
        if (level == OK) {
            return held ? State.COOLDOWN : breaches > 0 ? State.PENDING : State.OK;
        }
        return belowSinceMs != NEVER ? State.RECOVERING : level == WARN ? State.WARN : State.CRITICAL;
    }

    /** Whether the passing of time may change the state itself, not only release suppressed alerts. */
    boolean isMoving() {
        return state() != State.OK;
    }

    /** Whether suppressed alerts must be emitted at the end of the hour. */
    boolean isPending() {
        return cap.isPending();
    }

    /** Whether the passing of time may change it. */
    boolean needsTick() {
        return isMoving() || cap.isPending();
    }

    /** The snapshot of the episode; null in its initial state. */
    @Nullable
    EpisodeSnapshot snapshot() {
        var limit = cap.snapshot();
        if (startMs == NEVER && breaches == 0 && breachSlide == NEVER && !held && limit == null) {
            return null;
        }
        return new EpisodeSnapshot(
                limit,
                level,
                startMs,
                sequences[WARN],
                sequences[CRITICAL],
                belowSinceMs,
                lastEmittedMs,
                emitted,
                highestEmitted,
                held,
                breachSlide,
                breaches,
                Arrays.stream(coolUntilMs).boxed().toList());
    }

    void restore(@Nullable EpisodeSnapshot from) {
        if (from == null) {
            return;
        }
        cap.restore(from.getLimit());
        level = from.getLevel();
        startMs = from.getStartMs();
        sequences[WARN] = from.getWarnings();
        sequences[CRITICAL] = from.getCriticals();
        belowSinceMs = from.getBelowSinceMs();
        lastEmittedMs = from.getLastEmittedMs();
        emitted = from.getEmitted();
        highestEmitted = from.getHighestEmitted();
        held = from.getHeld();
        breachSlide = from.getBreachSlide();
        breaches = from.getBreaches();
        Arrays.setAll(coolUntilMs, from.getCoolUntilMs()::get);
    }
}
