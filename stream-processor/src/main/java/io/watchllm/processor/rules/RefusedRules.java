package io.watchllm.processor.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest records of their keys that are no rules, until they are told of as dead letters; bounded in bytes, since
 * they come from outside. When there are more, the oldest is let go: it was counted and logged when it came. For one
 * thread at a time.
 */
final class RefusedRules {

    private static final long BYTES_MAX = 32 << 20;

    /** What a record costs besides its key (which is held twice) and its value. */
    private static final long BYTES_A_RECORD = 500;

    private final long bytesMax;
    private final Map<String, RefusedRule> byId = new LinkedHashMap<>();
    private long bytes;

    RefusedRules() {
        this(BYTES_MAX);
    }

    RefusedRules(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    void put(String id, RefusedRule rule) {
        remove(id);
        byId.put(id, rule);
        bytes += cost(rule);
        while (bytes > bytesMax) {
            remove(byId.keySet().iterator().next());
        }
    }

    void remove(String id) {
        var removed = byId.remove(id);
        if (removed != null) {
            bytes -= cost(removed);
        }
    }

    void clear() {
        byId.clear();
        bytes = 0;
    }

    /** Those that stand behind this offset, in order. */
    List<RefusedRule> after(long offset) {
        var found = new ArrayList<RefusedRule>();
        for (var each : byId.values()) {
            if (each.offset() > offset) {
                found.add(each);
            }
        }
        return found;
    }

    private static long cost(RefusedRule rule) {
        long key = rule.key() == null ? 0 : rule.key().length;
        long value = rule.value() == null ? 0 : rule.value().length;
        return BYTES_A_RECORD + 2 * key + value;
    }
}
