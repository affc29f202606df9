package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.delivery.core.DedupWindowCheck;
import io.watchllm.delivery.core.Intent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A table of the model, which knows the tokens of its latest blocks and takes whatever else for new. Rows and tokens
 * are two things. A block with rows of several months is stored month by month, each with a token of its own. Two
 * replicas share the tokens, while a row is on the replica that took it until the other one fetches it.
 */
final class ModelTable {
    private static final int MONTH_OFFSETS = 5;
    private static final int PARTITIONS = 4;
    private static final long MILLIS = 1_000;

    private final ModelRules rules;
    private final List<Stored> rows = new ArrayList<>();
    private final Map<String, Known> tokens = new LinkedHashMap<>();
    private final long[] numbers = new long[PARTITIONS];
    private final int[] fetched = new int[2];
    private long taken;

    /**
     * Where and when a block arrives.
     *
     * @param replica 0 or 1
     */
    record Arrival(int replica, long millis) {}

    /** Rows of a block that are of one month. */
    private record Part(String token, long month, List<Long> rows) {}

    /** A row, and the replica that took it. */
    private record Stored(long offset, int replica) {}

    /** What a token stands for, and when it came. */
    private record Known(List<Long> rows, long millis) {}

    /** What a crash leaves of a part. */
    enum Left {
        TOKEN,
        ROWS
    }

    ModelTable(ModelRules rules) {
        this.rules = rules;
    }

    void insert(String token, List<Long> block, Arrival arrival) {
        insertSome(token, block, Integer.MAX_VALUE, arrival);
    }

    /** Ends after so many months. */
    void insertSome(String token, List<Long> block, int most, Arrival arrival) {
        parts(token, block).stream().limit(most).forEach(part -> insert(part, arrival));
    }

    /** Ends in the middle of the month after so many; as if it had not come so far when all are known or done. */
    void crash(ModelShard.Flight flight, int whole, Left left, Arrival arrival) {
        insertSome(flight.token(), flight.rows(), whole, arrival);
        parts(flight.token(), flight.rows()).stream().skip(whole).findFirst().ifPresent(part -> {
            var known = tokens.containsKey(part.token());
            if (!known && left == Left.TOKEN) {
                remember(part, arrival);
            } else if (!known) {
                store(part, arrival);
            }
        });
    }

    private List<Part> parts(String token, List<Long> block) {
        Map<Long, List<Long>> byMonth = new LinkedHashMap<>();
        block.forEach(offset -> byMonth.computeIfAbsent(
                        rules.has(ModelRules.Trait.MONTHS) ? offset / MONTH_OFFSETS : 0, key -> new ArrayList<>())
                .add(offset));
        return byMonth.entrySet().stream()
                .map(month -> new Part(token + "#" + month.getKey(), month.getKey(), month.getValue()))
                .toList();
    }

    private void insert(Part part, Arrival arrival) {
        var known = tokens.get(part.token());
        if (known != null) {
            assertThat(part.rows()).as("rows under token %s", part.token()).isEqualTo(known.rows());
            return;
        }
        store(part, arrival);
        remember(part, arrival);
    }

    private void store(Part part, Arrival arrival) {
        part.rows().forEach(offset -> rows.add(new Stored(offset, arrival.replica())));
    }

    private void remember(Part part, Arrival arrival) {
        taken++;
        numbers[(int) (part.month() % PARTITIONS)]++;
        tokens.put(part.token(), new Known(List.copyOf(part.rows()), arrival.millis()));
        if (tokens.size() > rules.window()) {
            tokens.remove(tokens.keySet().iterator().next());
        }
        if (rules.seconds() > 0) {
            tokens.values().removeIf(known -> known.millis() < arrival.millis() - rules.seconds() * MILLIS);
        }
    }

    /** A block of somebody else's, in any partition of the table. */
    void insertForeign(Arrival arrival) {
        remember(new Part("foreign " + taken, taken, List.of()), arrival);
    }

    /** A replica gets the blocks of the other one. */
    void fetch(int replica) {
        fetched[replica] = rows.size();
    }

    /** Rows that any replica has. */
    List<Long> rows() {
        return rows.stream().map(Stored::offset).toList();
    }

    /** Blocks that it ever took. */
    long taken() {
        return taken;
    }

    /** Blocks as they are counted for a commit. */
    long counted() {
        return rules.has(ModelRules.Trait.HIGHEST_NUMBER)
                ? LongStream.of(numbers).max().orElseThrow()
                : taken;
    }

    /** Whether a replica has all blocks. */
    boolean caughtUp(int replica) {
        return rows.subList(fetched[replica], rows.size()).stream().allMatch(row -> row.replica() == replica);
    }

    /** Rows of a range that a replica has. */
    DedupWindowCheck.Held held(Intent range, int replica) {
        var seen = new ArrayList<Long>();
        for (var i = 0; i < rows.size(); i++) {
            if (i < fetched[replica] || rows.get(i).replica() == replica) {
                seen.add(rows.get(i).offset());
            }
        }
        var within = seen.stream()
                .filter(offset -> range.from() <= offset && offset <= range.to())
                .toList();
        var above = seen.stream().filter(offset -> offset > range.to()).count();
        return new DedupWindowCheck.Held(
                within.size(), within.stream().distinct().count(), above);
    }
}
