package io.watchllm.processor.core.alert.window;

import io.watchllm.processor.core.alert.model.ByteReader;
import io.watchllm.processor.core.alert.model.ByteWriter;
import io.watchllm.processor.core.alert.model.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What goes over the repartition topic: parts of panes of one group, of as many rules as there are. A record for each
 * part would cost more than the part itself.
 */
public final class PaneBatch {

    /**
     * No record is larger, whatever the events and the settings: it is full at a quarter of that, and neither a part
     * nor the group takes another one. A part has the names of at most 100 rules, {@link Models#BYTES_MAX} of models,
     * two ids and a count for each bin of latency; ids and names are cut or refused at 64 KiB at most.
     */
    public static final int RECORD_BYTES_MAX = 1 << 20;

    private static final int FORM = 6;

    /** When it is larger, the next part begins another one. */
    private static final int FULL_BYTES = RECORD_BYTES_MAX / 4;

    /** More partitions than any topic has. */
    private static final int PARTITIONS_MAX = 1_000_000;

    private PaneBatch() {}

    /**
     * Where the events are.
     *
     * @param partition their partition
     * @param watermarkMs time of the newest event that was seen there, of whatever group
     */
    public record Source(int partition, long watermarkMs) {}

    /** What was packed. */
    public record Content(Source source, List<PaneDelta> parts) {}

    /** Key of the records of a group: all of them are in one partition, whatever the rule. */
    public static String key(Group group) {
        return group.key();
    }

    /**
     * Hands out the values of the records that hold these parts, mostly one.
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
     * What is in a value, the parts in the order in which they were packed.
     *
     * @throws IllegalArgumentException when the bytes are none that {@link #pack} made
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
