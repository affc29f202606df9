package io.watchllm.sink.core;

import java.util.List;

/** A server: a table with the rollup behind it, and when it was started. */
final class ModelShard {
    private final String name;
    private final ModelTable table;
    private final ModelTable rollup;
    private final boolean views;
    private long started = 1;

    /** An insert that is under way: where to, and how many blocks the table had taken when it was sent. */
    record Flight(ModelShard to, String token, List<Long> rows, long sentAt) {}

    ModelShard(String name, ModelRules rules) {
        this.name = name;
        this.table = new ModelTable(rules.window(), rules.has(ModelRules.Trait.MONTHS));
        this.rollup = new ModelTable(rules.window(), rules.has(ModelRules.Trait.MONTHS));
        this.views = !rules.has(ModelRules.Trait.NO_VIEWS);
    }

    void land(Flight flight) {
        table.insert(flight.token(), flight.rows());
        rollup.insert(flight.token(), flight.rows());
    }

    Mark mark(long now) {
        return new Mark(name, started, now, views ? List.of(rollup.taken(), table.taken()) : List.of(table.taken()));
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

    void restart() {
        started += 10;
    }
}
