package io.watchllm.sink.core;

import io.watchllm.delivery.core.Outcome;
import io.watchllm.sink.core.ModelRules.Moves;
import io.watchllm.sink.core.ModelRules.Trait;
import io.watchllm.sink.core.ModelWorker.Cargo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A partition, its commits, two shards with a table and a rollup behind it, and a worker that may die at any step. An
 * insert that got no answer may land later, as {@link ModelSender} has it.
 */
final class ModelWorld {
    /** Longer than the window in seconds. */
    private static final int PAUSE_MILLIS = 1_200;
    /** Steps between two times that a replica fetches, on average. */
    private static final int REPLICATED_EACH = 10;

    private final Random random;
    private final ModelRules rules;
    private final List<Row> log = new ArrayList<>();
    private final long refused;
    private final ModelSender sender;
    private final List<ModelShard> shards;
    private final Set<Long> deadLetters = new HashSet<>();
    private long committed = -1;
    private String metadata = "";
    private long now;
    private int home;
    private ModelWorker worker;
    private String stopped = "";

    /** A record of the partition. */
    record Row(long offset, int schema, boolean poison) {}

    ModelWorld(long seed, ModelRules rules) {
        this.random = new Random(seed);
        this.rules = rules;
        this.shards = List.of(new ModelShard("aa", rules), new ModelShard("bb", rules));
        var offset = 100L;
        var schema = 1;
        for (var i = 0; i < 120; i++) {
            offset += random.nextInt(10) == 0 ? 2 : 1;
            schema += random.nextInt(25) == 0 ? 1 : 0;
            log.add(new Row(offset, schema, random.nextInt(15) == 0));
        }
        refused = random.nextBoolean() ? log.get(random.nextInt(log.size())).offset() : -1;
        sender = new ModelSender(rules, random, refused);
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
        sender.endAll(now);
    }

    boolean done() {
        return committed == log.getLast().offset() + 1 && worker.writer().resolved();
    }

    /** Why a person is needed; empty when none is. */
    String stopped() {
        return stopped;
    }

    /** Rows of ranges that were sent under a second token: a rollup may have them twice, as the message says. */
    Set<Long> secondTokens() {
        return sender.secondTokens();
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
        if (rules.has(Trait.REPLICAS) && random.nextInt(REPLICATED_EACH) == 0) {
            shards.forEach(shard -> shard.replicate(random));
        }
        switch (random.nextInt(faults ? 13 : 10)) {
            case 0, 1, 2, 3, 4 -> worker.take();
            case 5, 6 -> worker.sealIfDue();
            case 7, 8 -> commit(faults);
            case 9 -> send(faults);
            case 10 -> {
                if (random.nextInt(6) == 0) {
                    shards.forEach(shard -> shard.choose(random));
                    home = rules.moves() == Moves.NEVER ? home : random.nextInt(shards.size());
                    worker = new ModelWorker(this, committed, metadata);
                }
            }
            case 11 -> sender.endOne(now);
            default -> others();
        }
    }

    private void others() {
        var blocks = rules.has(Trait.OTHERS) ? random.nextInt(rules.window()) : 0;
        if (rules.has(Trait.AGES)) {
            now += random.nextInt(PAUSE_MILLIS);
            blocks = 1;
        }
        for (var i = 0; i < blocks; i++) {
            sender.endOverdue(now);
            shards.forEach(shard -> shard.landForeign(now));
        }
    }

    private void commit(boolean faults) {
        var progress = worker.writer().progress(() -> shards.get(home).counts(now));
        var dice = faults ? random.nextInt(5) : 4;
        if (progress == null || dice == 0) {
            return;
        }
        committed = progress.offset();
        metadata = progress.metadata().text("topic");
        if (dice != 1) {
            worker.writer().committed(progress, now);
        }
    }

    /** Where the batch goes. */
    private ModelShard target(Attempt<Cargo> sent) {
        var pinned = sent.shard();
        return shards.stream()
                .filter(shard -> rules.moves() != Moves.UNPINNED && shard.name().equals(pinned))
                .findFirst()
                .orElse(shards.get(home));
    }

    private void send(boolean faults) {
        var sent = worker.writer().send(now);
        if (sent == null) {
            return;
        }
        deadLetters.addAll(sent.batch().payload().deadLetters());
        sender.endOverdue(now);
        var outcome = sender.send(target(sent), sent, new ModelSender.Moment(now, faults));
        if (outcome instanceof Outcome.Unclear(var why)) {
            stopped = why;
        }
        worker.react(worker.writer().complete(outcome, now), sent.batch().payload());
    }
}
