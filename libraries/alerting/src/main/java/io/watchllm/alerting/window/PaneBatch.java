package io.watchllm.alerting.window;

import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.SnapshotCodec;
import io.watchllm.alerting.rule.RuleNames;
import io.watchllm.alerting.snapshot.PaneBatchSnapshot;
import io.watchllm.alerting.snapshot.PartSnapshot;
import java.util.List;
import java.util.function.Consumer;

/**
 * Record of the repartition topic: pane parts of one group, for any number of rules. A record per part would cost more
 * than the part itself.
 */
public final class PaneBatch {

    /**
     * Upper bound of a record, whatever the events and settings: a batch is full at a quarter of it, and neither a part
     * nor the group takes more than another quarter. A part has the names of at most 100 rules,
     * {@link Models#BYTES_MAX} of models, two ids and a count for each latency bin; ids and names are truncated or
     * rejected at 64 KiB.
     */
    public static final int RECORD_BYTES_MAX = 1 << 20;

    /** Above this size, the next part begins a new batch. */
    private static final int FULL_BYTES = RECORD_BYTES_MAX / 4;

    /** The numbers of a part besides its aggregate. */
    private static final int PART_BYTES = 20;

    private static final SnapshotCodec<PaneBatchSnapshot> CODEC =
            new SnapshotCodec<>(PaneBatchSnapshot.getClassSchema());

    private PaneBatch() {}

    /**
     * Source of the events.
     *
     * @param partition their partition
     * @param watermarkMs time of the newest event in that partition, of any group
     */
    public record Source(int partition, long watermarkMs) {}

    /** An unpacked batch. */
    public record Content(Source source, List<PaneDelta> parts) {}

    /**
     * Emits the record values that hold these parts, usually one.
     *
     * @param parts of one group, 1 or more
     */
    public static void pack(Source source, List<PaneDelta> parts, Consumer<byte[]> target) {
        int from = 0;
        int bytes = 0;
        for (int index = 0; index < parts.size(); index++) {
            if (bytes > FULL_BYTES) {
                target.accept(value(source, parts.subList(from, index)));
                from = index;
                bytes = 0;
            }
            bytes += bytes(parts.get(index));
        }
        target.accept(value(source, parts.subList(from, parts.size())));
    }

    /** Upper bound of the size of a part, in bytes. */
    private static int bytes(PaneDelta part) {
        return part.added().bytes() + part.rules().text().length() + PART_BYTES;
    }

    private static byte[] value(Source source, List<PaneDelta> parts) {
        var group = parts.getFirst().group();
        return CODEC.encode(new PaneBatchSnapshot(
                source.partition,
                source.watermarkMs,
                group.project(),
                group.value(),
                parts.stream()
                        .map(part -> new PartSnapshot(
                                part.rules().text(), part.pane(), part.added().snapshot()))
                        .toList()));
    }

    /**
     * Unpacks a value; the parts are in the order in which they were packed.
     *
     * @throws IllegalArgumentException when the value has a later version or was not written by {@link #pack}
     */
    public static Content unpack(byte[] value) {
        var batch = CODEC.decode(value);
        var group = new Group(batch.getProjectId(), batch.getGroup());
        return new Content(
                new Source(batch.getPartition(), batch.getWatermarkMs()),
                batch.getParts().stream()
                        .map(part -> new PaneDelta(
                                new RuleNames(part.getRules()),
                                group,
                                part.getPane(),
                                Accumulator.of(part.getAggregate())))
                        .toList());
    }
}
