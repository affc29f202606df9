package io.watchllm.alerting.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.model.ByteWriter;
import io.watchllm.alerting.model.Group;
import java.util.HashMap;
import java.util.Map;

/** A store of groups, as a test needs one: what was put down, by key. */
public final class KeptGroups {

    private final Map<Group, byte[]> heads = new HashMap<>();
    private final Map<StateKey, byte[]> bodies = new HashMap<>();
    private final ByteWriter out = new ByteWriter();

    /** Puts down what changed. */
    public void save(AlertGroups groups) {
        for (var group : groups.takeChanges()) {
            group.takeBodies((key, body) -> {
                var kept = StateKey.of(key.bytes());
                if (body == null) {
                    bodies.remove(kept);
                } else {
                    bodies.put(kept, body);
                }
            });
            if (group.isEmpty()) {
                heads.remove(group.group());
            } else {
                heads.put(group.group(), group.takeHead(out));
            }
        }
    }

    /** Fills an empty groups; what a rule that is no more left is dropped, and put down so. */
    public void restore(AlertGroups groups) {
        var left = new HashMap<>(bodies);
        heads.values().forEach(head -> assertThat(groups.restore(head, left)).isEmpty());
        bodies.keySet().removeAll(left.keySet());
    }

    /** What was put down. */
    public Map<Group, byte[]> heads() {
        return Map.copyOf(heads);
    }

    /** Bodies that were put down. */
    public Map<StateKey, byte[]> bodies() {
        return Map.copyOf(bodies);
    }
}
