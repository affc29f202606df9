package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.RaisedAlert.Place;
import io.watchllm.alerting.RaisedAlert.Said;
import io.watchllm.alerting.model.ByteReader;
import io.watchllm.alerting.model.ByteWriter;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.rule.Levels;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;

/**
 * Alert state of a group: OK, WARN or CRITICAL. It rises as soon as the breach has held long enough, and falls when the
 * value stays below its share of the bound for a slide. CRITICAL may fall to WARN, which is emitted as a firing
 * warning; the episode is resolved once, back at OK, at the highest level that was emitted. So the last alert of an
 * episode always shows its current state. One evaluation emits at most two alerts: one about the state, and one about
 * suppressed alerts. Not thread-safe.
 */
final class Episode {

    /** The value can't be evaluated: too few events. It does not breach, and counts as recovered. */
    static final long UNJUDGED = -1;

    private static final int OK = 0;
    private static final int WARN = 1;
    private static final int CRITICAL = 2;
    private static final long NEVER = Moment.NEVER;

    private final HourlyLimit cap = new HourlyLimit();
    private int level = OK;
    private long startMs = NEVER;
    private final long[] sequences = new long[CRITICAL + 1];
    private long belowSinceMs = NEVER;
    private long lastToldMs;
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
        void tell(Said said, Place place);
    }

    /** Evaluates the value at this time. Times never go back. */
    void judge(ActiveRule rule, long atMs, long value, Levels levels, Out out) {
        tellSuppressed(atMs, out);
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
        if (value == UNJUDGED || value < recovery(rule, level, levels)) {
            if (belowSinceMs == NEVER) {
                belowSinceMs = atMs;
            } else if (atMs - belowSinceMs >= rule.slideMs()) {
                fall(rule, value, atMs, levels, out);
            }
            return;
        }
        belowSinceMs = NEVER;
        long renotifyMs = rule.rule().policy().renotifyMs();
        if (renotifyMs > 0 && atMs - lastToldMs >= renotifyMs) {
            tell(rule, AlertState.renotify, atMs, levels, out);
        }
    }

    private static int target(long value, Levels levels) {
        if (value == UNJUDGED) {
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
        tell(rule, AlertState.firing, atMs, levels, out);
    }

    private void fall(ActiveRule rule, long value, long atMs, Levels levels, Out out) {
        int left = level;
        boolean stillWarn = left == CRITICAL
                && levels.warn() != Levels.NONE
                && value != UNJUDGED
                && value >= recovery(rule, WARN, levels);
        level = stillWarn ? WARN : OK;
        for (int each = left; each > level; each--) {
            coolUntilMs[each] = atMs + rule.rule().policy().cooldownMs();
        }
        belowSinceMs = NEVER;
        lastToldMs = atMs;
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
        out.tell(said(state, which, atMs, levels), place(which));
        sequences[which]++;
    }

    private static long recovery(ActiveRule rule, int level, Levels levels) {
        long bound = level == CRITICAL ? levels.critical() : levels.warn();
        return FixedPoint.ratioOf(bound, rule.rule().policy().recoverRatio());
    }

    private void tell(ActiveRule rule, AlertState state, long atMs, Levels levels, Out out) {
        lastToldMs = atMs;
        if (cap.allows(rule.rule().policy().capPerHour(), level == CRITICAL)) {
            emit(state, level, atMs, levels, out);
        } else {
            sequences[level]++;
        }
    }

    /** Numbered by level: whether warn was passed on the way to critical must not affect the id of critical. */
    private Place place(int which) {
        return new Place(startMs, sequences[which]);
    }

    private static Said said(AlertState state, int which, long atMs, Levels levels) {
        return which == CRITICAL
                ? new Said(state, AlertLevel.critical, atMs, levels.critical())
                : new Said(state, AlertLevel.warn, atMs, levels.warn());
    }

    private void tellSuppressed(long atMs, Out out) {
        var over = cap.turn(atMs);
        if (over != null) {
            out.tell(
                    new Said(AlertState.suppressed, over.level(), over.endMs(), over.count()),
                    new Place(over.hourMs(), 0));
        }
    }

    /** Whether the passing of time may change the state itself, not only release suppressed alerts. */
    boolean isMoving() {
        return level != OK || breaches > 0 || held;
    }

    /** Whether suppressed alerts must be emitted at the end of the hour. */
    boolean isPending() {
        return cap.isPending();
    }

    /** Whether the passing of time may change it. */
    boolean needsTick() {
        return isMoving() || cap.isPending();
    }

    /** Whether it is in its initial state. */
    private boolean isCalm() {
        return startMs == NEVER && breaches == 0 && breachSlide == NEVER && !held && cap.isCalm();
    }

    void write(ByteWriter out) {
        out.flag(isCalm());
        if (isCalm()) {
            return;
        }
        cap.write(out);
        out.number(level).number(startMs).number(sequences[WARN]).number(sequences[CRITICAL]);
        out.number(belowSinceMs).number(lastToldMs);
        out.number(emitted)
                .number(highestEmitted)
                .flag(held)
                .number(breachSlide)
                .number(breaches);
        for (long until : coolUntilMs) {
            out.number(until);
        }
    }

    void read(ByteReader in) {
        if (in.flag()) {
            return;
        }
        cap.read(in);
        level = in.count(CRITICAL);
        startMs = in.number();
        sequences[WARN] = in.number();
        sequences[CRITICAL] = in.number();
        belowSinceMs = in.number();
        lastToldMs = in.number();
        emitted = in.count(CRITICAL);
        highestEmitted = in.count(CRITICAL);
        held = in.flag();
        breachSlide = in.number();
        breaches = in.count(Integer.MAX_VALUE);
        for (int each = 0; each < coolUntilMs.length; each++) {
            coolUntilMs[each] = in.number();
        }
    }
}
