package io.watchllm.sink.core;

import io.watchllm.sink.core.ModelRules.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A server: a table with the rollup behind it, and when it was started. */
final class ModelShard {
    private final String name;
    private final ModelTable table;
    private final ModelTable rollup;
    private final ModelRules rules;
    private long started = 1;

    /** An insert that is under way: where to, and how many blocks the table had taken when it was sent. */
    record Flight(ModelShard to, String token, List<Long> rows, long sentAt) {}

    ModelShard(String name, ModelRules rules) {
        this.name = name;
        this.table = new ModelTable(rules.window(), rules.has(Trait.MONTHS));
        this.rollup = new ModelTable(rules.window(), rules.has(Trait.MONTHS));
        this.rules = rules;
    }

    void land(Flight flight) {
        table.insert(flight.token(), flight.rows());
        rollup.insert(flight.token(), flight.rows());
    }

    BlockCountSnapshot mark(long now) {
        var blocks = rules.has(Trait.NO_VIEWS) ? List.of(table.taken()) : List.of(rollup.taken(), table.taken());
        return new BlockCountSnapshot(name, started, now, blocks);
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
    void crash(Flight flight, boolean apart, Random random) {
        var lefts = new ArrayList<ModelTable.Left>();
        if (rules.has(Trait.TOKEN_FIRST)) {
            lefts.add(ModelTable.Left.TOKEN);
        }
        if (rules.has(Trait.ROWS_FIRST)) {
            lefts.add(ModelTable.Left.ROWS);
        }
        var whole = rules.has(Trait.MONTHS) ? random.nextInt(2) : 0;
        if (apart && !lefts.isEmpty()) {
            table.crash(flight.token(), flight.rows(), whole, lefts.get(random.nextInt(lefts.size())));
        }
        started += 10;
    }
}
