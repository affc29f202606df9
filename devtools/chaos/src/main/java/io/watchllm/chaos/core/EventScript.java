package io.watchllm.chaos.core;

import java.util.SplittableRandom;

/**
 * What is sent, made of a seed alone: the same seed gives the same events, repeats and bad records in the same order.
 * Runs lie in one partition each, and no alert about them depends on how partitions interleave. Thread-safe.
 */
public final class EventScript {
    /** Events of a run. */
    public static final int RUN_EVENTS = 20;

    /** Projects; a run belongs to the one of its number. */
    public static final int PROJECTS = 4;

    /** USD are counted in billionths. */
    public static final long USD = 1_000_000_000L;

    /** Cost of a call in a run that spends its budget. */
    public static final long DEAR_NANOS = 450_000_000L;

    /** Cost of a call that alone is worth an alert. */
    public static final long SINGLE_NANOS = 950_000_000L;

    /** The cost of an event is not known. */
    public static final long NO_COST = -1;

    private static final int HUNDRED = 100;
    private static final int REPEATS_FROM = 2;
    private static final int REPEATS_TO = 9;
    private static final int REPEAT_BEHIND_MAX = 200;
    private static final int SINGLE_EACH = 211;
    private static final int STEP_EACH = 4;

    private final long seed;
    private final int sends;

    /** What is sent. */
    public enum Kind {
        /** An event that was not sent before. */
        EVENT,
        /** An event that was sent before, as it was. */
        REPEAT,
        /** A value that is no record. */
        UNREADABLE,
        /** An event that must not be taken. */
        INVALID
    }

    /** What an event is about. */
    public enum Payload {
        CALL,
        STEP
    }

    /**
     * One record of the topic.
     *
     * @param index its place in the order of sending, from 0
     * @param event index of the event that it carries: its own, but for a repeat
     */
    public record Send(int index, Kind kind, int event) {
        /** Whether it must go to the dead letters. */
        public boolean bad() {
            return kind == Kind.UNREADABLE || kind == Kind.INVALID;
        }
    }

    /**
     * @param seed what chance rests on
     * @param sends records
     */
    public EventScript(long seed, int sends) {
        this.seed = seed;
        this.sends = sends;
    }

    /** Records that are sent. */
    public int sends() {
        return sends;
    }

    /** The record of this place. */
    public Send send(int index) {
        var random = random(index);
        var kind = kind(index, random.nextInt(HUNDRED));
        if (kind == Kind.REPEAT) {
            var earlier = index - 1 - random.nextInt(Math.min(index, REPEAT_BEHIND_MAX));
            return kind(earlier, random(earlier).nextInt(HUNDRED)) == Kind.EVENT
                    ? new Send(index, Kind.REPEAT, earlier)
                    : new Send(index, Kind.EVENT, index);
        }
        return new Send(index, kind, index);
    }

    private SplittableRandom random(int index) {
        return new SplittableRandom(seed * 1_000_003 + index);
    }

    /** A circle has no gaps: whether one that breaks off for a moment is over is a matter of time. */
    private static Kind kind(int index, int roll) {
        if (circles(index)) {
            return Kind.EVENT;
        }
        return switch (roll) {
            case 0 -> Kind.UNREADABLE;
            case 1 -> Kind.INVALID;
            default -> roll >= REPEATS_FROM && roll < REPEATS_TO && index > 0 ? Kind.REPEAT : Kind.EVENT;
        };
    }

    /** Run of an event. */
    public static int run(int event) {
        return event / RUN_EVENTS;
    }

    /** Project of an event. */
    public static int project(int event) {
        return run(event) % PROJECTS;
    }

    /** Steps of a run that goes in circles, and every fourth event of others. */
    public static Payload payload(int event) {
        return circles(event) || event % STEP_EACH == STEP_EACH - 1 ? Payload.STEP : Payload.CALL;
    }

    /** Whether the run of the event goes in circles. */
    public static boolean circles(int event) {
        return run(event) % 10 == 7;
    }

    /** What the event costs in billionths of a USD, or {@link #NO_COST}. */
    public static long costNanos(int event) {
        if (payload(event) == Payload.STEP || run(event) % 10 == 5) {
            return NO_COST;
        }
        if (event % SINGLE_EACH == 0) {
            return SINGLE_NANOS;
        }
        return run(event) % 10 == 3 ? DEAR_NANOS : 1_000_000 + event % 7 * 100L;
    }

    /** What all events of a project cost together, each once. */
    public long totalNanos(int project) {
        var total = 0L;
        for (var index = 0; index < sends; index++) {
            if (project(index) == project && send(index).kind() == Kind.EVENT) {
                total += Math.max(0, costNanos(index));
            }
        }
        return total;
    }
}
