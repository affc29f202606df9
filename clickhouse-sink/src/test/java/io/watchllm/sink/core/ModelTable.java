package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of the model, which knows the tokens of its latest blocks and takes whatever else for new. Rows and tokens
 * are two things. A block with rows of several months is stored month by month, each with a token of its own.
 */
final class ModelTable {
    private static final int MONTH_OFFSETS = 5;

    private final int window;
    private final boolean months;
    private final List<Long> rows = new ArrayList<>();
    private final Map<String, List<Long>> tokens = new LinkedHashMap<>();
    private long taken;

    /** Rows of a block that are of one month. */
    private record Part(String token, List<Long> rows) {}

    /** What a crash leaves of a part. */
    enum Left {
        TOKEN,
        ROWS
    }

    ModelTable(int window, boolean months) {
        this.window = window;
        this.months = months;
    }

    void insert(String token, List<Long> block) {
        parts(token, block).forEach(this::insert);
    }

    /** Ends after so many months. */
    void insertSome(String token, List<Long> block, int most) {
        parts(token, block).stream().limit(most).forEach(this::insert);
    }

    /** Ends in the middle of the month after so many; as if it had not come so far when all are known or done. */
    void crash(String token, List<Long> block, int whole, Left left) {
        insertSome(token, block, whole);
        parts(token, block).stream().skip(whole).findFirst().ifPresent(part -> {
            var known = tokens.containsKey(part.token());
            if (!known && left == Left.TOKEN) {
                remember(part);
            } else if (!known) {
                rows.addAll(part.rows());
            }
        });
    }

    private List<Part> parts(String token, List<Long> block) {
        Map<Long, List<Long>> byMonth = new LinkedHashMap<>();
        block.forEach(offset -> byMonth.computeIfAbsent(months ? offset / MONTH_OFFSETS : 0, key -> new ArrayList<>())
                .add(offset));
        return byMonth.entrySet().stream()
                .map(month -> new Part(token + "#" + month.getKey(), month.getValue()))
                .toList();
    }

    private void insert(Part part) {
        var known = tokens.get(part.token());
        if (known != null) {
            assertThat(part.rows()).as("rows under token %s", part.token()).isEqualTo(known);
            return;
        }
        rows.addAll(part.rows());
        remember(part);
    }

    private void remember(Part part) {
        taken++;
        tokens.put(part.token(), List.copyOf(part.rows()));
        if (tokens.size() > window) {
            tokens.remove(tokens.keySet().iterator().next());
        }
    }

    /** A block of somebody else's. */
    void insertForeign() {
        remember(new Part("foreign " + taken, List.of()));
    }

    List<Long> rows() {
        return rows;
    }

    /** Blocks that it ever took. */
    long taken() {
        return taken;
    }

    DedupWindowCheck.Held held(Intent range) {
        var within = rows.stream()
                .filter(offset -> range.from() <= offset && offset <= range.to())
                .toList();
        var above = rows.stream().filter(offset -> offset > range.to()).count();
        return new DedupWindowCheck.Held(
                within.size(), within.stream().distinct().count(), above);
    }
}
