package io.watchllm.processor.core.alert.window;

import io.watchllm.processor.core.alert.ByteReader;
import io.watchllm.processor.core.alert.ByteWriter;
import io.watchllm.processor.core.alert.Group;

/**
 * What the events of one partition added to one pane of one group: what goes over the repartition topic. Deltas of a
 * group may come in any order and number; together they are the pane.
 *
 * @param ruleId the rule
 * @param ruleVersion its version
 * @param group whom it is counted for
 * @param pane number of the pane: its begin is this many slides after 1970
 * @param tally what was added
 */
public record PaneDelta(String ruleId, int ruleVersion, Group group, long pane, Tally tally) {

    private static final int FORM = 1;

    /** Key of its record: the deltas of a group are in one partition. */
    public String key() {
        return ruleId + "|" + group.text();
    }

    /** The delta as the value of its record. */
    public byte[] bytes() {
        var out = new ByteWriter()
                .number(FORM)
                .text(ruleId)
                .number(ruleVersion)
                .text(group.project())
                .text(group.value())
                .number(pane);
        tally.write(out);
        return out.bytes();
    }

    /**
     * The delta in a record.
     *
     * @throws IllegalArgumentException when the bytes are none that {@link #bytes} made
     */
    public static PaneDelta of(byte[] bytes) {
        var in = new ByteReader(bytes);
        long form = in.number();
        if (form != FORM) {
            throw new IllegalArgumentException("a pane of form " + form + "; this program knows form " + FORM);
        }
        return new PaneDelta(
                in.text(), in.count(Integer.MAX_VALUE), new Group(in.text(), in.text()), in.number(), Tally.read(in));
    }
}
