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
 * A partition, its commits, a table with a rollup behind it, and a worker that may die at any step. An insert that got
 * no answer may land later, but not after the tables have taken half a window of other blocks: no server keeps one
 * running for that long.
 */
final class ModelWorld {
    private final Random random;
    private final Rules rules;
    private final List<Row> log = new ArrayList<>();
    private final long refused;
    private final ModelTable table;
    private final ModelTable rollup;
    private final TokenMemory memory;
    private final Set<Long> letters = new HashSet<>();
    private final List<Flight> late = new ArrayList<>();
    private long committed = -1;
    private String metadata = "";
    private long now;
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
     */
    record Rules(int window, boolean others, boolean viewFaults, boolean readBack) {}

    private record Flight(String token, List<Long> rows, long sentAt) {}

    ModelWorld(long seed, Rules rules) {
        this.random = new Random(seed);
        this.rules = rules;
        this.table = new ModelTable(rules.window());
        this.rollup = new ModelTable(rules.window());
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
            land(late.removeLast());
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
        return table.rows();
    }

    List<Long> rolledUp() {
        return rollup.rows();
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
                    worker = new ModelWorker(this, committed, metadata);
                }
            }
            case 11 -> {
                if (!late.isEmpty()) {
                    land(late.remove(random.nextInt(late.size())));
                }
            }
            default -> others();
        }
    }

    private void others() {
        for (var i = rules.others() ? random.nextInt(rules.window()) : 0; i > 0; i--) {
            endOverdue();
            table.insertForeign();
            rollup.insertForeign();
        }
    }

    private void commit(boolean faults) {
        var progress = worker.lane().progress(mark());
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

    private Mark mark() {
        return new Mark(now, List.of(rollup.taken(), table.taken()));
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
        if (!rules.readBack() || memory.surelyHolds(doubt.opened(), mark())) {
            return null;
        }
        return switch (TokenMemory.judge(doubt.range(), table.held(doubt.range()), doubt.viewFailed())) {
            case TokenMemory.Again again -> null;
            case TokenMemory.Landed landed -> new Outcome.FoundLanded();
            case TokenMemory.Unclear(var why) -> throw new AssertionError(why);
        };
    }

    private Outcome attempt(Batch<Cargo> batch, boolean faults) {
        if (batch.load().rows().contains(refused)) {
            return new Outcome.BadData(
                    469, "constraint", table.held(batch.intent()).rows());
        }
        var token = new RangeToken("ns", "topic", 0, batch.intent()).text();
        var flight = new Flight(token, batch.load().rows(), table.taken());
        return switch (faults ? random.nextInt(9) : 8) {
            case 0 -> new Outcome.NotNow(252, "too many parts");
            case 1 -> {
                land(flight);
                yield new Outcome.InDoubt(0, "no answer, landed");
            }
            case 2 -> new Outcome.InDoubt(0, "no answer, never arrived");
            case 3 -> {
                late.add(flight);
                yield new Outcome.InDoubt(0, "no answer, still under way");
            }
            case 4 -> new Outcome.BadConfig(497, "no right to insert");
            case 5 -> {
                table.insert(flight.token(), flight.rows());
                if (!rules.viewFaults()) {
                    rollup.insert(flight.token(), flight.rows());
                }
                yield new Outcome.InDoubt(0, "no answer, killed between table and rollup", rules.viewFaults());
            }
            default -> {
                land(flight);
                yield new Outcome.Acked();
            }
        };
    }

    private void land(Flight flight) {
        table.insert(flight.token(), flight.rows());
        rollup.insert(flight.token(), flight.rows());
    }

    /** Whatever has been under way for half a window lands now or never. */
    private void endOverdue() {
        var overdue = late.stream()
                .filter(flight -> 2 * (table.taken() - flight.sentAt() + 1) >= rules.window())
                .toList();
        late.removeAll(overdue);
        overdue.stream().filter(flight -> random.nextBoolean()).forEach(this::land);
    }
}
