package io.watchllm.alerting.group;

import java.util.Map;
import java.util.TreeMap;

/** A store of groups, as a test needs one: the records by key. */
public final class StoredGroups {

    private final Map<String, byte[]> records = new TreeMap<>();

    /** Saves what changed. */
    public void save(AlertGroups groups) {
        groups.save((key, value) -> {
            if (value == null) {
                records.remove(key);
            } else {
                records.put(key, value);
            }
        });
    }

    /** Fills empty groups; bodies of rules that are no more are deleted when they are saved. */
    public void restore(AlertGroups groups) {
        groups.restore(records, (key, problem) -> {
            throw new AssertionError(key + ": " + problem);
        });
    }

    /** The saved groups. */
    public Map<String, byte[]> heads() {
        return with("group|");
    }

    /** The saved bodies. */
    public Map<String, byte[]> bodies() {
        return with("body|");
    }

    private Map<String, byte[]> with(String prefix) {
        var some = new TreeMap<>(records);
        some.keySet().removeIf(key -> !key.startsWith(prefix));
        return some;
    }
}
