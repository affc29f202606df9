package io.watchllm.processor.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Latest invalid rule records by key, until they are written as dead letters; bounded in bytes, because they come from
 * outside. Beyond the bound the oldest is dropped: it was counted and logged on arrival. Not thread-safe.
 */
final class RefusedRules {

    private static final long BYTES_MAX = 32 << 20;

    /** Memory of a record besides its key (which is held twice) and its value. */
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

    /** Records after this offset, in order. */
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
