package io.watchllm.processor.rules;

import io.watchllm.processor.rules.RuleTable.Invalid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Latest invalid rule records by key, until they are written as dead letters; bounded in bytes, because they come from
 * outside. Beyond the bound the oldest is dropped: it was counted and logged on arrival. Not thread-safe.
 */
final class InvalidRules {

    private static final long BYTES_MAX = 32 << 20;

    /** Memory of a record besides its key (which is held twice) and its value. */
    private static final long BYTES_A_RECORD = 500;

    private final long bytesMax;
    private final Map<String, Invalid> byId = new LinkedHashMap<>();
    private long bytes;

    InvalidRules() {
        this(BYTES_MAX);
    }

    InvalidRules(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    void put(String id, Invalid rule) {
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
    List<Invalid> after(long offset) {
        return byId.values().stream().filter(rule -> rule.offset() > offset).toList();
    }

    private static long cost(Invalid rule) {
        long key = rule.key() == null ? 0 : rule.key().length;
        long value = rule.value() == null ? 0 : rule.value().length;
        return BYTES_A_RECORD + 2 * key + value;
    }
}
