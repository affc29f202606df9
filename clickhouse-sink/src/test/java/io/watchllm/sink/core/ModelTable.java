package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of the model, which knows the tokens of its latest blocks and takes whatever else for new. */
final class ModelTable {
    private final int window;
    private final List<Long> rows = new ArrayList<>();
    private final Map<String, List<Long>> tokens = new LinkedHashMap<>();
    private long taken;

    ModelTable(int window) {
        this.window = window;
    }

    void insert(String token, List<Long> block) {
        var known = tokens.get(token);
        if (known != null) {
            assertThat(block).as("rows under token %s", token).isEqualTo(known);
            return;
        }
        rows.addAll(block);
        taken++;
        tokens.put(token, List.copyOf(block));
        if (tokens.size() > window) {
            tokens.remove(tokens.keySet().iterator().next());
        }
    }

    /** A block of somebody else's. */
    void insertForeign() {
        insert("foreign " + taken, List.of());
    }

    List<Long> rows() {
        return rows;
    }

    /** Blocks that it ever took. */
    long taken() {
        return taken;
    }

    TokenMemory.Held held(Intent range) {
        var within = rows.stream()
                .filter(offset -> range.from() <= offset && offset <= range.to())
                .toList();
        var above = rows.stream().filter(offset -> offset > range.to()).count();
        return new TokenMemory.Held(within.size(), within.stream().distinct().count(), above);
    }
}
