package io.watchllm.processor.core.alert.stage;

import io.watchllm.processor.core.alert.model.Moment;
import io.watchllm.processor.core.alert.window.PaneBatch;

/**
 * What time it is among the events of a partition: that of the newest, and while none comes, as much more as the clock
 * has gone on since. So a replay, in which a day of events comes in a minute, is judged by the days of its events, and
 * a partition that fell silent still gets older.
 */
public final class EventClock {

    private long newestMs;
    private long wallMs;
    private final Watermarks watermarks;

    /**
     * A clock that goes on where another one stood.
     *
     * @param newestMs time of the newest event that was seen; {@link Moment#NEVER} when there was none
     * @param wallMs what the clock on the wall says
     */
    public EventClock(long newestMs, long wallMs) {
        this(newestMs, wallMs, new Watermarks());
    }

    /**
     * A clock that goes on where another one stood.
     *
     * @param newestMs time of the newest event that was seen; negative when there was none
     * @param wallMs what the clock on the wall says
     * @param watermarks how far the partitions were that the events come from
     */
    public EventClock(long newestMs, long wallMs, Watermarks watermarks) {
        this.newestMs = newestMs;
        this.wallMs = wallMs;
        this.watermarks = watermarks;
    }

    /**
     * The first stage sent something.
     *
     * @param sentMs time of its record
     */
    public void saw(PaneBatch.Source source, long sentMs) {
        watermarks.saw(source.partition(), source.watermarkMs(), sentMs);
    }

    /** An event, or a part of a pane, of this time came now. */
    public void saw(long eventMs, long nowWallMs) {
        newestMs = Math.max(newestMs, eventMs);
        wallMs = nowWallMs;
    }

    /** What time it is; {@link Moment#NEVER} when no event was seen yet. */
    public long now(long nowWallMs) {
        return newestMs == Moment.NEVER ? newestMs : newestMs + Math.max(0, nowWallMs - wallMs);
    }

    /** What time it is, on both clocks. */
    public Moment moment(long nowWallMs) {
        return new Moment(now(nowWallMs), nowWallMs, watermarks.lowestMs());
    }

    /** How far the partitions have come that the events come from; of none, where they are read themselves. */
    public Watermarks watermarks() {
        return watermarks;
    }

    /** Time of the newest event; {@link Moment#NEVER} when there was none. */
    public long newestMs() {
        return newestMs;
    }
}
