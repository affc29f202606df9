package io.watchllm.alerting.group;

import io.watchllm.alerting.evaluation.GroupState;
import io.watchllm.alerting.model.ByteReader;
import io.watchllm.alerting.model.ByteWriter;
import io.watchllm.alerting.model.Group;

/** Key of a state in a store. */
public record StateKey(String ruleId, int ruleVersion, Group group) {

    /** The key of a state. */
    public static StateKey of(GroupState state) {
        var rule = state.rule().rule();
        return new StateKey(rule.id(), rule.version(), state.group());
    }

    /** Serializes the key. */
    public byte[] bytes() {
        return new ByteWriter()
                .text(ruleId)
                .number(ruleVersion)
                .text(group.project())
                .text(group.value())
                .bytes();
    }

    /**
     * Restores a key.
     *
     * @throws IllegalArgumentException when the bytes were not written by {@link #bytes}
     */
    public static StateKey of(byte[] bytes) {
        var in = new ByteReader(bytes);
        return new StateKey(in.text(), in.count(Integer.MAX_VALUE), new Group(in.text(), in.text()));
    }
}
