package io.watchllm.processor.core.alert.stage;

import io.watchllm.processor.core.alert.model.ByteReader;
import io.watchllm.processor.core.alert.model.ByteWriter;
import io.watchllm.processor.core.alert.model.Moment;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Watermarks of the partitions that events come from, combined as Flink's WatermarkOutputMultiplexer does: the lowest
 * of all of them but those that are idle. So a partition that catches up does not find its events late because another
 * one is ahead of it. An idle partition is forgotten, and holds nobody back; it counts again with its next record.
 * Other than in Flink the combined watermark may go back then: nothing hangs on it but whether an event is late.
 *
 * <p>It knows no clock: a partition is idle when the others' records were sent so much later than its last one. The
 * same records in the same order give the same watermarks. For one thread.
 */
public final class Watermarks {

    /** A partition that sent nothing for so long is idle. */
    static final long IDLE_MS = Duration.ofMinutes(1).toMillis();

    /** More partitions than any topic has. */
    private static final int PARTITIONS_MAX = 1_000_000;

    private final SortedMap<Integer, Source> sources = new TreeMap<>();
    private long lowestMs = Moment.NO_WATERMARK;

    private record Source(long watermarkMs, long sentMs) {

        /** Neither goes back. */
        Source and(Source next) {
            return new Source(Math.max(watermarkMs, next.watermarkMs), Math.max(sentMs, next.sentMs));
        }
    }

    /** No partition was seen yet. */
    public Watermarks() {}

    /**
     * A partition has come so far.
     *
     * @param watermarkMs time of its newest event
     * @param sentMs when it said so
     */
    void saw(int partition, long watermarkMs, long sentMs) {
        sources.merge(partition, new Source(watermarkMs, sentMs), Source::and);
        sources.entrySet().removeIf(each -> each.getKey() != partition && sentMs - each.getValue().sentMs >= IDLE_MS);
        lowestMs = lowest();
    }

    private long lowest() {
        return sources.values().stream().mapToLong(Source::watermarkMs).min().orElse(Moment.NO_WATERMARK);
    }

    /** The combined watermark; {@link Moment#NO_WATERMARK} when no partition was seen yet. */
    long lowestMs() {
        return lowestMs;
    }

    /** Puts it down. */
    public byte[] bytes() {
        var out = new ByteWriter().number(sources.size());
        sources.forEach((partition, source) ->
                out.number(partition).number(source.watermarkMs).number(source.sentMs));
        return out.bytes();
    }

    /**
     * What was put down.
     *
     * @throws IllegalArgumentException when the bytes are none that {@link #bytes} made
     */
    public static Watermarks of(byte[] bytes) {
        var in = new ByteReader(bytes);
        var read = new Watermarks();
        int size = in.count(PARTITIONS_MAX);
        for (int index = 0; index < size; index++) {
            read.sources.put(in.count(PARTITIONS_MAX), new Source(in.number(), in.number()));
        }
        read.lowestMs = read.lowest();
        return read;
    }
}
