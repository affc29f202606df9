package io.watchllm.alerting.group;

import io.watchllm.alerting.model.ByteReader;
import io.watchllm.alerting.model.ByteWriter;
import io.watchllm.alerting.model.Moment;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Watermarks of the source partitions, combined as in Flink's WatermarkOutputMultiplexer: the minimum over all
 * partitions that are not idle. So events of a partition that catches up are not late because another one is ahead. An
 * idle partition is dropped so that it doesn't hold back the others; it counts again with its next record. Unlike in
 * Flink the combined watermark may then go back: it only decides whether an event is late.
 *
 * <p>Independent of the clock: a partition is idle when the others' records were sent {@link #IDLE_MS} later than its
 * last one. The same records in the same order give the same watermarks. Not thread-safe.
 */
public final class Watermarks {

    /** A partition that has sent nothing for this long is idle. */
    static final long IDLE_MS = Duration.ofMinutes(1).toMillis();

    /** Above the number of partitions of any topic. */
    private static final int PARTITIONS_MAX = 1_000_000;

    private final SortedMap<Integer, Source> sources = new TreeMap<>();
    private long lowestMs = Moment.NO_WATERMARK;

    private record Source(long watermarkMs, long sentMs) {

        /** Maximum of both values: neither goes back. */
        Source and(Source next) {
            return new Source(Math.max(watermarkMs, next.watermarkMs), Math.max(sentMs, next.sentMs));
        }
    }

    /** Starts without partitions. */
    public Watermarks() {}

    /**
     * Records the progress of a partition.
     *
     * @param watermarkMs time of its newest event
     * @param sentMs time of the record that reported it
     */
    void saw(int partition, long watermarkMs, long sentMs) {
        sources.merge(partition, new Source(watermarkMs, sentMs), Source::and);
        sources.entrySet().removeIf(each -> each.getKey() != partition && sentMs - each.getValue().sentMs >= IDLE_MS);
        lowestMs = lowest();
    }

    private long lowest() {
        return sources.values().stream().mapToLong(Source::watermarkMs).min().orElse(Moment.NO_WATERMARK);
    }

    /** The combined watermark; {@link Moment#NO_WATERMARK} before the first partition was seen. */
    long lowestMs() {
        return lowestMs;
    }

    /** Serializes the watermarks. */
    public byte[] bytes() {
        var out = new ByteWriter().number(sources.size());
        sources.forEach((partition, source) ->
                out.number(partition).number(source.watermarkMs).number(source.sentMs));
        return out.bytes();
    }

    /**
     * Restores serialized watermarks.
     *
     * @throws IllegalArgumentException when the bytes were not written by {@link #bytes}
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
