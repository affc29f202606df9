package io.watchllm.alerting.group;

import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.window.PaneBatch;

/**
 * Event time of a partition: the highest event timestamp so far, advanced by wall-clock time while the partition is
 * idle. So a replay that processes a day of events in a minute is evaluated in event time, and an idle partition still
 * advances.
 */
public final class EventClock {

    private long newestMs;
    private long wallMs;
    private final Watermarks watermarks;

    /**
     * Resumes a clock.
     *
     * @param newestMs time of the newest event seen; {@link Moment#NEVER} when there was none
     * @param wallMs current wall-clock time
     */
    public EventClock(long newestMs, long wallMs) {
        this(newestMs, wallMs, new Watermarks());
    }

    /**
     * Resumes a clock.
     *
     * @param newestMs time of the newest event seen; negative when there was none
     * @param wallMs current wall-clock time
     * @param watermarks watermarks of the source partitions
     */
    public EventClock(long newestMs, long wallMs, Watermarks watermarks) {
        this.newestMs = newestMs;
        this.wallMs = wallMs;
        this.watermarks = watermarks;
    }

    /**
     * Records a message of the first stage.
     *
     * @param sentMs time of its record
     */
    public void saw(PaneBatch.Source source, long sentMs) {
        watermarks.saw(source.partition(), source.watermarkMs(), sentMs);
    }

    /** Records that an event or a pane part of this time arrived now. */
    public void saw(long eventMs, long nowWallMs) {
        newestMs = Math.max(newestMs, eventMs);
        wallMs = nowWallMs;
    }

    /** Current event time; {@link Moment#NEVER} before the first event. */
    public long now(long nowWallMs) {
        return newestMs == Moment.NEVER ? newestMs : newestMs + Math.max(0, nowWallMs - wallMs);
    }

    /** Current event time, wall-clock time and watermark. */
    public Moment moment(long nowWallMs) {
        return new Moment(now(nowWallMs), nowWallMs, watermarks.lowestMs());
    }

    /** Watermarks of the source partitions; empty where events are read directly. */
    public Watermarks watermarks() {
        return watermarks;
    }

    /** Time of the newest event; {@link Moment#NEVER} when there was none. */
    public long newestMs() {
        return newestMs;
    }
}
