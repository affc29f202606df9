package io.watchllm.alerting.window;

import io.watchllm.alerting.model.ByteReader;
import io.watchllm.alerting.model.ByteWriter;
import io.watchllm.alerting.model.Group;
import java.util.ArrayList;
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

    private static final int FORM = 6;

    /** Above this size, the next part begins a new batch. */
    private static final int FULL_BYTES = RECORD_BYTES_MAX / 4;

    /** Above the number of partitions of any topic. */
    private static final int PARTITIONS_MAX = 1_000_000;

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

    /** Record key of a group: all its records are in one partition, whatever the rule. */
    public static String key(Group group) {
        return group.key();
    }

    /**
     * Emits the record values that hold these parts, usually one.
     *
     * @param parts of one group, 1 or more
     */
    public static void pack(Source source, List<PaneDelta> parts, Consumer<byte[]> target) {
        var out = empty(source, parts.getFirst().group());
        for (var part : parts) {
            if (out.size() > FULL_BYTES) {
                target.accept(out.record());
                out = empty(source, part.group());
            }
            part.write(out);
        }
        target.accept(out.record());
    }

    private static ByteWriter empty(Source source, Group group) {
        return new ByteWriter()
                .number(FORM)
                .number(source.partition)
                .number(source.watermarkMs)
                .text(group.project())
                .text(group.value());
    }

    /**
     * Unpacks a value; the parts are in the order in which they were packed.
     *
     * @throws IllegalArgumentException when the bytes were not written by {@link #pack}
     */
    public static Content unpack(byte[] value) {
        var in = ByteReader.ofRecord(value);
        long form = in.number();
        if (form != FORM) {
            throw new IllegalArgumentException("a pane of form " + form + "; this program knows form " + FORM);
        }
        var source = new Source(in.count(PARTITIONS_MAX), in.number());
        var group = new Group(in.text(), in.text());
        var parts = new ArrayList<PaneDelta>();
        while (!in.atEnd()) {
            parts.add(PaneDelta.read(group, in));
        }
        return new Content(source, parts);
    }
}
