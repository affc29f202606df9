package io.watchllm.sink.core;

import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.delivery.core.DedupWindowCheck.Held;
import io.watchllm.delivery.core.Intent;
import io.watchllm.sink.core.ModelRules.Trait;
import io.watchllm.sink.core.ModelTable.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A table with the rollup behind it, on one server or on two replicas, and when each of these was started. */
final class ModelShard {
    private static final int REPLICAS = 2;

    private final String name;
    private final ModelTable table;
    private final ModelTable rollup;
    private final ModelRules rules;
    private final long[] started = {1, 1};
    private int active;

    /**
     * An insert that is under way.
     *
     * @param replica the replica that it was sent to
     * @param sentAt how many blocks the table had taken when it was sent
     * @param sentMillis when it was sent
     */
    record Flight(ModelShard to, int replica, String token, List<Long> rows, long sentAt, long sentMillis) {}

    ModelShard(String name, ModelRules rules) {
        this.name = name;
        this.table = new ModelTable(rules);
        this.rollup = new ModelTable(rules);
        this.rules = rules;
    }

    Flight flight(String token, List<Long> rows, long now) {
        return new Flight(this, active, token, rows, table.taken(), now);
    }

    void land(Flight flight, long now) {
        landInTable(flight, now);
        landInRollup(flight, now);
    }

    void landInTable(Flight flight, long now) {
        table.insert(flight.token(), flight.rows(), new Arrival(flight.replica(), now));
    }

    void landInRollup(Flight flight, long now) {
        rollup.insert(flight.token(), flight.rows(), new Arrival(flight.replica(), now));
    }

    /** An insert that ends after so many months. */
    void landSome(Flight flight, int months, long now) {
        table.insertSome(flight.token(), flight.rows(), months, new Arrival(flight.replica(), now));
    }

    /** Somebody else writes. */
    void landForeign(long now) {
        table.insertForeign(new Arrival(active, now));
        rollup.insertForeign(new Arrival(active, now));
    }

    BlockCountSnapshot counts(long now) {
        var blocks = rules.has(Trait.NO_VIEWS) ? List.of(table.counted()) : List.of(rollup.counted(), table.counted());
        return new BlockCountSnapshot(name, started[active], now, blocks);
    }

    /**
     * Rows of a range as the replica that the worker talks to has them; null while it lacks rows of the range, and
     * blocks of the other replica.
     */
    @Nullable
    Held held(Intent range) {
        var held = table.held(range, active);
        return held.rows() >= range.rows() || rules.has(Trait.UNSYNCED) || table.caughtUp(active) ? held : null;
    }

    /** An operator may name another replica when a worker is started. */
    void choose(Random random) {
        active = rules.has(Trait.REPLICAS) ? random.nextInt(REPLICAS) : 0;
    }

    /** One of the replicas gets the blocks of the other one. */
    void replicate(Random random) {
        var replica = random.nextInt(REPLICAS);
        table.fetch(replica);
        rollup.fetch(replica);
    }

    String name() {
        return name;
    }

    ModelTable table() {
        return table;
    }

    ModelTable rollup() {
        return rollup;
    }

    /** Dies in the middle of an insert and is started again; {@code apart} lets it part a token from its rows. */
    void crash(Flight flight, boolean apart, Random random, long now) {
        var lefts = new ArrayList<ModelTable.Left>();
        if (rules.has(Trait.TOKEN_FIRST)) {
            lefts.add(ModelTable.Left.TOKEN);
        }
        if (rules.has(Trait.ROWS_FIRST)) {
            lefts.add(ModelTable.Left.ROWS);
        }
        var whole = rules.has(Trait.MONTHS) ? random.nextInt(2) : 0;
        if (apart && !lefts.isEmpty()) {
            var left = lefts.get(random.nextInt(lefts.size()));
            table.crash(flight, whole, left, new Arrival(flight.replica(), now));
        }
        started[flight.replica()] += 10;
    }
}
