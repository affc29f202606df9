package io.watchllm.alerting.model;

/**
 * A point in time, by the three clocks of a partition.
 *
 * @param eventMs event time of the partition ({@link io.watchllm.alerting.group.EventClock}), or {@link #NEVER} before
 *     the first event
 * @param wallMs wall-clock time
 * @param watermarkMs lowest event time of all partitions that are not idle, or {@link #NO_WATERMARK}
 */
public record Moment(long eventMs, long wallMs, long watermarkMs) {

    /**
     * A time before every event, for things that have not happened; event times may be before 1970. Far enough from the
     * limits of a long that any duration can be added or subtracted.
     */
    public static final long NEVER = Long.MIN_VALUE / 2;

    /** All events of a group come in order from one partition, so no watermark is needed. */
    public static final long NO_WATERMARK = Long.MAX_VALUE;

    /** A point in time among the events of one partition. */
    public Moment(long eventMs, long wallMs) {
        this(eventMs, wallMs, NO_WATERMARK);
    }
}
