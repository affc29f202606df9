package io.watchllm.alerting.group;

import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.SnapshotCodec;
import io.watchllm.alerting.snapshot.ClockSnapshot;
import io.watchllm.alerting.snapshot.SourceSnapshot;
import io.watchllm.alerting.window.PaneBatch;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Event time and watermark of a partition. Event time is the highest event timestamp so far, advanced by wall-clock
 * time while the partition is idle. So a replay that processes a day of events in a minute is evaluated in event time,
 * and an idle partition still advances.
 *
 * <p>The watermark combines those of the source partitions as Flink's WatermarkOutputMultiplexer does: the minimum over
 * all partitions that are not idle. So events of a partition that catches up are not late because another one is ahead.
 * An idle partition is dropped so that it doesn't hold back the others; it counts again with its next record. Unlike in
 * Flink the combined watermark may then go back: it only decides whether an event is late. It is independent of the
 * clock: a partition is idle when the others' records were sent {@link #IDLE_MS} later than its last one. The same
 * records in the same order give the same watermarks. Not thread-safe.
 */
public final class EventClock {

    /** A source partition that has sent nothing for this long is idle. */
    static final long IDLE_MS = Duration.ofMinutes(1).toMillis();

    private static final SnapshotCodec<ClockSnapshot> CODEC = new SnapshotCodec<>(ClockSnapshot.getClassSchema());

    private final SortedMap<Integer, SourceSnapshot> sources = new TreeMap<>();
    private long newestMs;
    private long wallMs;
    private long watermarkMs = Moment.NO_WATERMARK;

    /**
     * Starts a clock without source partitions.
     *
     * @param newestMs time of the newest event seen; {@link Moment#NEVER} when there was none
     * @param wallMs current wall-clock time
     */
    public EventClock(long newestMs, long wallMs) {
        this.newestMs = newestMs;
        this.wallMs = wallMs;
    }

    /**
     * Restores a clock, which goes on from its idle time.
     *
     * @param bytes result of {@link #bytes}
     * @throws IllegalArgumentException when they are of an unknown version or invalid
     */
    public static EventClock of(byte[] bytes, long wallMs) {
        var from = CODEC.decode(bytes);
        var clock = new EventClock(from.getNewestMs(), wallMs - from.getIdleMs());
        from.getSources().forEach(source -> clock.sources.put(source.getPartition(), source));
        clock.watermarkMs = clock.lowestMs();
        return clock;
    }

    /** Serializes the clock with this idle time. */
    public byte[] bytes(long idleMs) {
        return CODEC.encode(new ClockSnapshot(newestMs, idleMs, List.copyOf(sources.values())));
    }

    /**
     * Records a message of the first stage.
     *
     * @param sentMs time of its record
     */
    public void saw(PaneBatch.Source source, long sentMs) {
        int partition = source.partition();
        // Neither the watermark nor the time of the last record goes back.
        sources.merge(
                partition,
                new SourceSnapshot(partition, source.watermarkMs(), sentMs),
                (one, other) -> new SourceSnapshot(
                        partition,
                        Math.max(one.getWatermarkMs(), other.getWatermarkMs()),
                        Math.max(one.getSentMs(), other.getSentMs())));
        sources.values().removeIf(each -> each.getPartition() != partition && sentMs - each.getSentMs() >= IDLE_MS);
        watermarkMs = lowestMs();
    }

    private long lowestMs() {
        return sources.values().stream()
                .mapToLong(SourceSnapshot::getWatermarkMs)
                .min()
                .orElse(Moment.NO_WATERMARK);
    }

    /** Records that an event or a pane part of this time arrived now. */
    public void saw(long eventMs, long nowWallMs) {
        newestMs = Math.max(newestMs, eventMs);
        wallMs = nowWallMs;
    }

    /** How long no event has come; 0 before the first event. */
    public long idleMs(long nowWallMs) {
        return newestMs == Moment.NEVER ? 0 : Math.max(0, nowWallMs - wallMs);
    }

    /** Current event time; {@link Moment#NEVER} before the first event. */
    public long now(long nowWallMs) {
        return newestMs + idleMs(nowWallMs);
    }

    /** Current event time, wall-clock time and watermark. */
    public Moment moment(long nowWallMs) {
        return new Moment(now(nowWallMs), nowWallMs, watermarkMs);
    }

    /** Time of the newest event; {@link Moment#NEVER} when there was none. */
    public long newestMs() {
        return newestMs;
    }
}
