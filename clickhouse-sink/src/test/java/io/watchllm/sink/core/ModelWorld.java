package io.watchllm.sink.core;

import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.sink.core.ModelWorker.Cargo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A partition, its commits, two shards with a table and a rollup behind it, and a worker that may die at any step. An
 * insert that got no answer may land later, but not after the tables have taken half a window of other blocks: no
 * server keeps one running for that long.
 */
final class ModelWorld {
    private final Random random;
    private final Rules rules;
    private final List<Row> log = new ArrayList<>();
    private final long refused;
    private final List<ModelShard> shards;
    private final TokenMemory memory;
    private final Set<Long> letters = new HashSet<>();
    private final List<Flight> late = new ArrayList<>();
    private long committed = -1;
    private String metadata = "";
    private long now;
    private int home;
    private ModelWorker worker;

    /** A record of the partition. */
    record Row(long offset, int schema, boolean poison) {}

    /**
     * What this world is like.
     *
     * @param window blocks that table and rollup remember
     * @param others whether others write into both
     * @param viewFaults whether a block may get into the table and not into the rollup
     * @param readBack whether ranges are read back when their token may be forgotten
     * @param moves whether the partition may belong to another shard when a worker starts
     */
    record Rules(int window, boolean others, boolean viewFaults, boolean readBack, Moves moves) {
        Rules(int window, boolean others, boolean viewFaults, boolean readBack) {
            this(window, others, viewFaults, readBack, Moves.NEVER);
        }
    }

    /** Whether the shard of the partition changes, and whether a range goes where it was sent before. */
    enum Moves {
        NEVER,
        PINNED,
        UNPINNED
    }

    /** A table with the rollup behind it. */
    private record ModelShard(String name, ModelTable table, ModelTable rollup) {
        static ModelShard of(String name, int window) {
            return new ModelShard(name, new ModelTable(window), new ModelTable(window));
        }

        void land(Flight flight) {
            table.insert(flight.token(), flight.rows());
            rollup.insert(flight.token(), flight.rows());
        }

        Mark mark(long now) {
            return new Mark(name, 0, now, List.of(rollup.taken(), table.taken()));
        }
    }

    private record Flight(ModelShard to, String token, List<Long> rows, long sentAt) {}

    ModelWorld(long seed, Rules rules) {
        this.random = new Random(seed);
        this.rules = rules;
        this.shards = List.of(ModelShard.of("aa", rules.window()), ModelShard.of("bb", rules.window()));
        this.memory = new TokenMemory(
                List.of(new DedupWindow("rollup", rules.window(), 0), new DedupWindow("table", rules.window(), 0)));
        var offset = 100L;
        var schema = 1;
        for (var i = 0; i < 120; i++) {
            offset += random.nextInt(10) == 0 ? 2 : 1;
            schema += random.nextInt(25) == 0 ? 1 : 0;
            log.add(new Row(offset, schema, random.nextInt(15) == 0));
        }
        refused = random.nextBoolean() ? log.get(random.nextInt(log.size())).offset() : -1;
        worker = new ModelWorker(this, committed, metadata);
    }

    /** Steps with faults, then without, until all is done; what is still under way lands last. */
    void run(int stepsWithFaults, int stepsMax) {
        for (var step = 0; step < stepsWithFaults; step++) {
            step(true);
        }
        for (var step = 0; step < stepsMax && !done(); step++) {
            step(false);
        }
        while (!late.isEmpty()) {
            var flight = late.removeLast();
            flight.to().land(flight);
        }
    }

    boolean done() {
        return committed == log.getLast().offset() + 1 && worker.lane().settled();
    }

    List<Long> good() {
        return log.stream()
                .filter(row -> !row.poison() && row.offset() != refused)
                .map(Row::offset)
                .toList();
    }

    Set<Long> bad() {
        Set<Long> bad = new HashSet<>();
        log.stream().filter(row -> row.poison() || row.offset() == refused).forEach(row -> bad.add(row.offset()));
        return bad;
    }

    List<Long> stored() {
        return shards.stream().flatMap(shard -> shard.table().rows().stream()).toList();
    }

    List<Long> rolledUp() {
        return shards.stream().flatMap(shard -> shard.rollup().rows().stream()).toList();
    }

    Set<Long> letters() {
        return letters;
    }

    long now() {
        return now;
    }

    @Nullable
    Row next(long from) {
        return log.stream().filter(row -> row.offset() >= from).findFirst().orElse(null);
    }

    private void step(boolean faults) {
        now += random.nextInt(3);
        switch (random.nextInt(faults ? 13 : 10)) {
            case 0, 1, 2, 3, 4 -> worker.take();
            case 5, 6 -> worker.sealIfDue();
            case 7, 8 -> commit(faults);
            case 9 -> send(faults);
            case 10 -> {
                if (random.nextInt(6) == 0) {
                    home = rules.moves() == Moves.NEVER ? home : random.nextInt(shards.size());
                    worker = new ModelWorker(this, committed, metadata);
                }
            }
            case 11 -> {
                if (!late.isEmpty()) {
                    var flight = late.remove(random.nextInt(late.size()));
                    flight.to().land(flight);
                }
            }
            default -> others();
        }
    }

    private void others() {
        for (var i = rules.others() ? random.nextInt(rules.window()) : 0; i > 0; i--) {
            endOverdue();
            shards.forEach(shard -> {
                shard.table().insertForeign();
                shard.rollup().insertForeign();
            });
        }
    }

    private void commit(boolean faults) {
        var progress = worker.lane().progress(shards.get(home).mark(now));
        var dice = faults ? random.nextInt(5) : 4;
        if (progress == null || dice == 0) {
            return;
        }
        committed = progress.offset();
        metadata = progress.note().text();
        if (dice != 1) {
            worker.lane().committed(progress, now);
        }
    }

    /** Where the batch at hand goes. */
    private ModelShard target() {
        var pinned = worker.lane().shard();
        return shards.stream()
                .filter(shard -> rules.moves() != Moves.UNPINNED && shard.name().equals(pinned))
                .findFirst()
                .orElse(shards.get(home));
    }

    private void send(boolean faults) {
        var doubt = worker.lane().doubt();
        var batch = worker.lane().send(now);
        if (batch == null) {
            return;
        }
        letters.addAll(batch.load().letters());
        endOverdue();
        var resolved = doubt == null || batch.load().rows().isEmpty() ? null : resolve(doubt);
        var outcome = resolved != null ? resolved : attempt(batch, faults);
        worker.react(worker.lane().complete(outcome, now));
    }

    private @Nullable Outcome resolve(Doubt doubt) {
        if (!rules.readBack() || memory.surelyHolds(doubt.opened(), target().mark(now))) {
            return null;
        }
        var held = target().table().held(doubt.range());
        return switch (TokenMemory.judge(doubt.range(), held, doubt.viewFailed())) {
            case TokenMemory.Again again -> null;
            case TokenMemory.Landed landed -> new Outcome.FoundLanded();
            case TokenMemory.Unclear(var why) -> throw new AssertionError(why);
        };
    }

    private Outcome attempt(Batch<Cargo> batch, boolean faults) {
        var target = target();
        if (batch.load().rows().contains(refused)) {
            return new Outcome.BadData(
                    469, "constraint", target.table().held(batch.intent()).rows());
        }
        var token = new RangeToken("ns", "topic", 0, batch.intent()).text();
        var flight =
                new Flight(target, token, batch.load().rows(), target.table().taken());
        return switch (faults ? random.nextInt(9) : 8) {
            case 0 -> new Outcome.NotNow(252, "too many parts");
            case 1 -> {
                target.land(flight);
                yield new Outcome.InDoubt(0, "no answer, landed");
            }
            case 2 -> new Outcome.InDoubt(0, "no answer, never arrived");
            case 3 -> {
                late.add(flight);
                yield new Outcome.InDoubt(0, "no answer, still under way");
            }
            case 4 -> new Outcome.BadConfig(497, "no right to insert");
            case 5 -> {
                target.table().insert(flight.token(), flight.rows());
                if (!rules.viewFaults()) {
                    target.rollup().insert(flight.token(), flight.rows());
                }
                yield new Outcome.InDoubt(0, "no answer, killed between table and rollup", rules.viewFaults());
            }
            default -> {
                target.land(flight);
                yield new Outcome.Acked();
            }
        };
    }

    /** Whatever has been under way for half a window lands now or never. */
    private void endOverdue() {
        var overdue = late.stream()
                .filter(flight -> 2 * (flight.to().table().taken() - flight.sentAt() + 1) >= rules.window())
                .toList();
        late.removeAll(overdue);
        overdue.stream()
                .filter(flight -> random.nextBoolean())
                .forEach(flight -> flight.to().land(flight));
    }
}
