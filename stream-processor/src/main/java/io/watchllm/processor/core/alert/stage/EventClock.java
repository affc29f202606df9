package io.watchllm.processor.core.alert.stage;

import io.watchllm.processor.core.alert.Moment;

/**
 * What time it is among the events of a partition: that of the newest, and while none comes, as much more as the clock
 * has gone on since. So a replay, in which a day of events comes in a minute, is judged by the days of its events, and
 * a partition that fell silent still gets older.
 */
public final class EventClock {

    private long newestMs;
    private long wallMs;

    /**
     * A clock that goes on where another one stood.
     *
     * @param newestMs time of the newest event that was seen; negative when there was none
     * @param wallMs what the clock on the wall says
     */
    public EventClock(long newestMs, long wallMs) {
        this.newestMs = newestMs;
        this.wallMs = wallMs;
    }

    /** An event, or a part of a pane, of this time came now. */
    public void saw(long eventMs, long nowWallMs) {
        newestMs = Math.max(newestMs, eventMs);
        wallMs = nowWallMs;
    }

    /** What time it is; negative when no event was seen yet. */
    public long now(long nowWallMs) {
        return newestMs < 0 ? newestMs : newestMs + Math.max(0, nowWallMs - wallMs);
    }

    /** What time it is, on both clocks. */
    public Moment moment(long nowWallMs) {
        return new Moment(now(nowWallMs), nowWallMs);
    }

    /** Time of the newest event. */
    public long newestMs() {
        return newestMs;
    }
}
