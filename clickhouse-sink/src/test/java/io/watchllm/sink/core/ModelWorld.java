package io.watchllm.sink.core;

import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.sink.core.DedupWindowCheck.Memory;
import io.watchllm.sink.core.ModelRules.Moves;
import io.watchllm.sink.core.ModelRules.Trait;
import io.watchllm.sink.core.ModelShard.Flight;
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
    private final ModelRules rules;
    private final List<Row> log = new ArrayList<>();
    private final long refused;
    private final List<ModelShard> shards;
    private final DedupWindowCheck memory;
    private final Set<Long> deadLetters = new HashSet<>();
    private final List<Flight> late = new ArrayList<>();
    private long committed = -1;
    private String metadata = "";
    private long now;
    private int home;
    private ModelWorker worker;
    private String stopped = "";
    private final Set<Long> secondTokens = new HashSet<>();

    /** A record of the partition. */
    record Row(long offset, int schema, boolean poison) {}

    ModelWorld(long seed, ModelRules rules) {
        this.random = new Random(seed);
        this.rules = rules;
        this.shards = List.of(new ModelShard("aa", rules), new ModelShard("bb", rules));
        var windows = List.of(new DedupWindow("rollup", rules.window()), new DedupWindow("table", rules.window()));
        this.memory = new DedupWindowCheck(rules.has(Trait.NO_VIEWS) ? windows.subList(1, 2) : windows);
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
        for (var step = 0; step < stepsWithFaults && stopped.isEmpty(); step++) {
            step(true);
        }
        for (var step = 0; step < stepsMax && stopped.isEmpty() && !done(); step++) {
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

    /** Why a person is needed; empty when none is. */
    String stopped() {
        return stopped;
    }

    /** Rows of ranges that were sent under a second token: a rollup may have them twice, as the message says. */
    Set<Long> secondTokens() {
        return secondTokens;
    }

    /** Everything below has landed, as the commits say. */
    long committed() {
        return committed;
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

    boolean views() {
        return !rules.has(Trait.NO_VIEWS);
    }

    Set<Long> deadLetters() {
        return deadLetters;
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
        for (var i = rules.has(Trait.OTHERS) ? random.nextInt(rules.window()) : 0; i > 0; i--) {
            endOverdue();
            shards.forEach(shard -> {
                shard.table().insertForeign();
                shard.rollup().insertForeign();
            });
        }
    }

    private void commit(boolean faults) {
        var progress = worker.lane().progress(() -> shards.get(home).mark(now));
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
        deadLetters.addAll(batch.load().deadLetters());
        endOverdue();
        var outcome =
                doubt == null || rules.has(Trait.BLIND) || batch.load().rows().isEmpty()
                        ? attempt(batch, faults)
                        : repeat(batch, doubt, faults);
        if (outcome instanceof Outcome.Unclear(var why)) {
            stopped = why;
        }
        worker.react(worker.lane().complete(outcome, now));
    }

    private Outcome repeat(Batch<Cargo> batch, UncertainInsert doubt, boolean faults) {
        var known = memory.of(doubt, target().mark(now));
        var before = known == Memory.SURE ? null : target().table().held(doubt.range());
        if (before != null) {
            switch (memory.beforeRepeat(doubt, known, before)) {
                case DedupWindowCheck.Landed landed -> {
                    return new Outcome.FoundLanded();
                }
                case DedupWindowCheck.Unclear(var why) -> {
                    return new Outcome.Unclear(why);
                }
                case DedupWindowCheck.Again again -> {}
            }
        }
        var outcome = attempt(batch, faults);
        if (!(outcome instanceof Outcome.Acked)) {
            return outcome;
        }
        return switch (DedupWindowCheck.afterRepeat(
                doubt.range(), known, before, target().table().held(doubt.range()))) {
            case DedupWindowCheck.Landed landed -> outcome;
            case DedupWindowCheck.NextGeneration next -> {
                secondTokens.addAll(batch.load().rows());
                yield new Outcome.AckedWithoutRows("none of the rows");
            }
            case DedupWindowCheck.Unclear(var why) -> new Outcome.Unclear(why);
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
        return switch (faults ? random.nextInt(11) : 10) {
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
                if (!rules.has(Trait.VIEW_FAULTS)) {
                    target.rollup().insert(flight.token(), flight.rows());
                }
                yield new Outcome.InDoubt(
                        0, "no answer, killed between table and rollup", rules.has(Trait.VIEW_FAULTS));
            }
            case 6 -> {
                var months = rules.has(Trait.MONTHS) ? random.nextInt(3) : 0;
                target.table().insertSome(flight.token(), flight.rows(), months);
                yield OutcomeRules.of(241, "memory limit exceeded", 500);
            }
            // Thrice at the same range is taken for somebody who deletes its rows.
            case 7 -> crash(flight, batch.intent().generation() < DedupWindowCheck.GENERATIONS_MAX);
            default -> {
                target.land(flight);
                yield new Outcome.Acked();
            }
        };
    }

    /** The server dies in the middle of an insert, and with it whatever else was under way to it. */
    private Outcome crash(Flight flight, boolean apart) {
        flight.to().crash(flight, apart, random);
        late.removeIf(other -> other.to() == flight.to());
        return new Outcome.InDoubt(0, "no answer, the server was killed");
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
