package io.watchllm.processor.core.alert.model;

/**
 * What time it is.
 *
 * @param eventMs among the events of the partition ({@link io.watchllm.processor.core.alert.stage.EventClock}), or
 *     {@link #NEVER} before the first of them
 * @param wallMs what the clock on the wall says
 * @param watermarkMs how far every partition has come that is not idle, or {@link #NO_WATERMARK}
 */
public record Moment(long eventMs, long wallMs, long watermarkMs) {

    /**
     * A time before every event, for what has not happened yet; events may be older than 1970. Far enough from the end
     * of the numbers that any duration can be added to it or subtracted from it.
     */
    public static final long NEVER = Long.MIN_VALUE / 2;

    /** All events of a group come from one partition, in whose order they are. */
    public static final long NO_WATERMARK = Long.MAX_VALUE;

    /** Among events of one partition. */
    public Moment(long eventMs, long wallMs) {
        this(eventMs, wallMs, NO_WATERMARK);
    }
}
