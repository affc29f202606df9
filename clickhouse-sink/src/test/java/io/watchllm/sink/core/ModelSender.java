package io.watchllm.sink.core;

import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.clickhouse.core.EngineFamily;
import io.watchllm.delivery.core.DedupWindowCheck;
import io.watchllm.delivery.core.DedupWindowCheck.Memory;
import io.watchllm.delivery.core.Outcome;
import io.watchllm.delivery.core.OutcomeRules;
import io.watchllm.delivery.core.UncertainInsert;
import io.watchllm.sink.core.ModelRules.Trait;
import io.watchllm.sink.core.ModelShard.Flight;
import io.watchllm.sink.core.ModelWorker.Cargo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Sends batches, reads back what may have landed, and lets inserts fail. One that got no answer may land later, but not
 * after the tables have taken half a window of other blocks, nor after half of the window's seconds: no server keeps
 * one running for that long.
 */
final class ModelSender {
    private static final long MILLIS = 1_000;
    private static final Outcome LAGS = new Outcome.InDoubt(0, "the replica lacks blocks of the other one");

    private final ModelRules rules;
    private final Random random;
    private final long refused;
    private final DedupWindowCheck memory;
    private final List<Flight> late = new ArrayList<>();
    private final Set<Long> secondTokens = new HashSet<>();

    /** When something is sent, and whether it may fail. */
    record Moment(long now, boolean faults) {}

    /** @param refused offset of the row that ClickHouse rejects; negative when there is none */
    ModelSender(ModelRules rules, Random random, long refused) {
        this.rules = rules;
        this.random = random;
        this.refused = refused;
        var windows = List.of(window("rollup"), window("table"));
        this.memory = new DedupWindowCheck(rules.has(Trait.NO_VIEWS) ? windows.subList(1, 2) : windows);
    }

    private DedupWindow window(String table) {
        return new DedupWindow(table, EngineFamily.REPLICATED, rules.window(), rules.seconds());
    }

    /** Rows of ranges that were sent under a second token. */
    Set<Long> secondTokens() {
        return secondTokens;
    }

    Outcome send(ModelShard target, Attempt<Cargo> sent, Moment moment) {
        var batch = sent.batch();
        var uncertain = sent.uncertain();
        return uncertain == null
                        || rules.has(Trait.BLIND)
                        || batch.payload().rows().isEmpty()
                ? attempt(target, batch, moment)
                : repeat(target, batch, uncertain, moment);
    }

    private Outcome repeat(ModelShard target, Batch<Cargo> batch, UncertainInsert uncertain, Moment moment) {
        var known = memory.of(uncertain, target.counts(moment.now()));
        var before = known == Memory.SURE ? null : target.held(uncertain.range());
        if (known != Memory.SURE && before == null) {
            return LAGS;
        }
        var found = before == null ? null : memory.beforeRepeat(uncertain, known, before);
        if (found != null) {
            return found;
        }
        var outcome = attempt(target, batch, moment);
        if (!(outcome instanceof Outcome.Acked)) {
            return outcome;
        }
        var after = target.held(uncertain.range());
        if (after == null) {
            return LAGS;
        }
        var repeated = DedupWindowCheck.afterRepeat(uncertain.range(), known, before, after);
        if (repeated instanceof Outcome.AckedWithoutRows) {
            secondTokens.addAll(batch.payload().rows());
        }
        return repeated;
    }

    private Outcome attempt(ModelShard target, Batch<Cargo> batch, Moment moment) {
        if (batch.payload().rows().contains(refused)) {
            var held = target.held(batch.intent());
            return new Outcome.BadData(469, "constraint", held == null ? Outcome.BadData.UNKNOWN : held.rows());
        }
        var now = moment.now();
        var token = batch.intent().token("ns", "topic", 0);
        var flight = target.flight(token, batch.payload().rows(), now);
        return switch (moment.faults() ? random.nextInt(11) : 10) {
            case 0 -> new Outcome.NotNow(252, "too many parts");
            case 1 -> {
                target.land(flight, now);
                yield new Outcome.InDoubt(0, "no answer, landed");
            }
            case 2 -> new Outcome.InDoubt(0, "no answer, never arrived");
            case 3 -> {
                late.add(flight);
                yield new Outcome.InDoubt(0, "no answer, still under way");
            }
            case 4 -> new Outcome.BadConfig(497, "no right to insert");
            case 5 -> {
                target.landInTable(flight, now);
                if (!rules.has(Trait.VIEW_FAULTS)) {
                    target.landInRollup(flight, now);
                }
                yield new Outcome.InDoubt(
                        0, "no answer, killed between table and rollup", rules.has(Trait.VIEW_FAULTS));
            }
            case 6 -> {
                target.landSome(flight, rules.has(Trait.MONTHS) ? random.nextInt(3) : 0, now);
                yield OutcomeRules.of(241, "memory limit exceeded", 500);
            }
            // Thrice at the same range is taken for somebody who deletes its rows.
            case 7 -> crash(flight, batch.intent().generation() < DedupWindowCheck.GENERATIONS_MAX, now);
            default -> {
                target.land(flight, now);
                yield new Outcome.Acked();
            }
        };
    }

    /** The server dies in the middle of an insert, and with it whatever else was under way to it. */
    private Outcome crash(Flight flight, boolean apart, long now) {
        flight.to().crash(flight, apart, random, now);
        late.removeIf(other -> other.to() == flight.to() && other.replica() == flight.replica());
        return new Outcome.InDoubt(0, "no answer, the server was killed");
    }

    /** Whatever has been under way for half a window lands now or never. */
    void endOverdue(long now) {
        var overdue = late.stream().filter(flight -> overdue(flight, now)).toList();
        late.removeAll(overdue);
        overdue.stream()
                .filter(flight -> random.nextBoolean())
                .forEach(flight -> flight.to().land(flight, now));
    }

    private boolean overdue(Flight flight, long now) {
        var byNumber = 2 * (flight.to().table().taken() - flight.sentAt() + 1) >= rules.window();
        var byAge = rules.seconds() > 0 && 2 * (now - flight.sentMillis()) >= rules.seconds() * MILLIS;
        return byNumber || byAge;
    }

    /** One of those that are under way lands. */
    void endOne(long now) {
        if (!late.isEmpty()) {
            var flight = late.remove(random.nextInt(late.size()));
            flight.to().land(flight, now);
        }
    }

    /** All that are under way land. */
    void endAll(long now) {
        while (!late.isEmpty()) {
            var flight = late.removeLast();
            flight.to().land(flight, now);
        }
    }
}
