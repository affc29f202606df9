package io.watchllm.alerting.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.Sample;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.Observation.Numbers;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.model.SnapshotCodec;
import io.watchllm.alerting.snapshot.StateSnapshot;
import io.watchllm.alerting.window.Accumulator;
import io.watchllm.events.AlertLevel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Random events of two partitions, one of them behind, out of order and late, ticks and restarts, against a
 * recomputation from all events.
 */
class WindowSimulationTest {

    private static final Group GROUP = new Group("p", "run");
    private static final int EVENTS = 300;
    private static final SnapshotCodec<StateSnapshot> CODEC = new SnapshotCodec<>(StateSnapshot.getClassSchema());

    @Provide
    Arbitrary<String> rules() {
        return Arbitraries.of(
                "kind: cost_sum, scope: run, window: 10s, warn: 5, critical: 8",
                "kind: cost_sum, scope: run, window: 10s, warn: 5, critical: 8, cooldown: 7s, for_n: 2",
                "kind: cost_sum, scope: run, window: 3m, warn: 30, critical: 45, recover_ratio: 0.7",
                "kind: cost_sum, scope: run, window: 1m, critical: 12, cooldown: 1m, for_n: 3",
                "kind: token_limit, scope: run, window: 10s, warn: 5000000000, critical: 8900000000",
                "kind: token_limit, scope: run, window: 3m, warn: 9000000000, recover_ratio: 0.7",
                "kind: error_rate, scope: run, window: 10s, warn: 0.3, critical: 0.5, min_count: 3",
                "kind: error_rate, scope: run, window: 2m, warn: 0.25, min_count: 10, cooldown: 30s");
    }

    @Property(tries = 150)
    void shouldRaiseWhatARecomputationRaises(@ForAll @From("rules") String line, @ForAll long seed) {
        var rule = Sample.rule(line);
        var random = new Random(seed);
        var alerts = new ArrayList<RaisedAlert>();
        AlertSink sink = alerts::add;
        var naive = new NaiveGroup(rule);
        var state = GroupState.of(rule, GROUP);
        byte[] body = null;
        long[] lagMs = {0, random.nextInt(400_000)};
        long[] reachedMs = {Sample.START_MS, Sample.START_MS - lagMs[1]};
        long nowMs = Sample.START_MS;
        for (int number = 0; number < EVENTS; number++) {
            nowMs += gap(random);
            switch (random.nextInt(8)) {
                case 0 -> {
                    var newBody = state.takeBody();
                    body = newBody == null ? body : newBody;
                    state = GroupState.of(rule, GROUP, CODEC.decode(CODEC.encode(state.head())), body);
                }
                case 1 -> {
                    state.tick(new Moment(nowMs, nowMs), sink);
                    naive.tick(nowMs);
                }
                default -> {
                    int partition = random.nextInt(2);
                    long sentMs = nowMs - lagMs[partition];
                    long timeMs = random.nextInt(5) == 0 ? sentMs - random.nextInt(150_000) : sentMs;
                    reachedMs[partition] = Math.max(reachedMs[partition], timeMs);
                    long watermarkMs = Math.min(reachedMs[0], reachedMs[1]);
                    var outcome = random.nextInt(3) == 0 ? Outcome.ERROR : Outcome.SUCCESS;
                    var seen = call(random, "e" + number, timeMs, outcome);
                    state.observe(seen, new Moment(seen.timeMs(), nowMs, watermarkMs), sink);
                    naive.observe(seen, watermarkMs);
                }
            }
        }

        assertThat(alerts.stream().map(WindowSimulationTest::line))
                .isEqualTo(withoutUnevaluated(naive.alerts(), alerts));
    }

    /** Tokens are as many that a window has more than fit into 64 bits as billionths. */
    private static Observation call(Random random, String id, long timeMs, Outcome outcome) {
        var call = Sample.call(id, timeMs, random.nextInt(1_000) / 999.0, 10, outcome);
        var numbers = new Numbers(call.numbers().costNanos(), random.nextLong(4_000_000_000L), 10, 1, outcome);
        return new Observation(call.kind(), call.who(), id, timeMs, numbers, null);
    }

    /** Bursts, steady flow, and silence now and then. */
    private static long gap(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> random.nextInt(300_000);
            case 1, 2, 3 -> random.nextInt(20_000);
            default -> random.nextInt(1_500);
        };
    }

    private static String line(RaisedAlert alert) {
        int level = alert.status().level() == AlertLevel.critical ? 2 : 1;
        return alert.status().timeMs() + " " + alert.status().state() + " " + level + " "
                + decimal(alert.finding().actual());
    }

    private static String decimal(long billionths) {
        return BigDecimal.valueOf(billionths, 9).toPlainString();
    }

    /** What is emitted for a value that is more than an alert can show. */
    private static String shown(String line) {
        int end = line.lastIndexOf(' ') + 1;
        var most = BigDecimal.valueOf(Long.MAX_VALUE, 9);
        boolean more = new BigDecimal(line.substring(end)).compareTo(most) > 0;
        return more ? line.substring(0, end) + most.toPlainString() : line;
    }

    /** Where there were too few events to evaluate, the recomputation has no value, and ours is taken. */
    private static List<String> withoutUnevaluated(List<String> naive, List<RaisedAlert> alerts) {
        var lines = new ArrayList<String>();
        for (int index = 0; index < naive.size(); index++) {
            boolean evaluated = naive.get(index).split(" ").length == 4;
            boolean ours = !evaluated && index < alerts.size();
            if (evaluated) {
                lines.add(shown(naive.get(index)));
            } else {
                lines.add(
                        ours
                                ? naive.get(index) + " "
                                        + decimal(alerts.get(index).finding().actual())
                                : naive.get(index));
            }
        }
        return lines;
    }

    @Property(tries = 100)
    void shouldRaiseTheSameIdsHoweverThePanesWereCut(@ForAll long seed) {
        var rule = Sample.rule("kind: cost_sum, window: 20s, critical: 8");

        assertThat(ids(rule, seed, 1)).isEqualTo(ids(rule, seed, 2)).isEqualTo(ids(rule, seed, 3));
    }

    /** Each pane is cut into parts of one event, of a few, or not at all, and comes in any order. */
    private static List<Object> ids(ActiveRule rule, long seed, int size) {
        var random = new Random(seed);
        var alerts = new ArrayList<RaisedAlert>();
        var state = GroupState.of(rule, new Group("p", "p"));
        for (long pane = 0; pane < 200; pane++) {
            var parts = new ArrayList<Accumulator>();
            int events = random.nextInt(4);
            for (int number = 0; number < events; number++) {
                if (parts.isEmpty() || (size < 3 && number % size == 0)) {
                    parts.add(new Accumulator());
                }
                long timeMs = Sample.START_MS + pane * rule.slideMs() + random.nextInt(1_000);
                parts.getLast()
                        .add(
                                rule.measurement(),
                                Sample.call(pane + "/" + number, timeMs, random.nextInt(4) / 3.0, 1, Outcome.SUCCESS));
            }
            for (var part : size == 1 ? parts.reversed() : parts) {
                state.merge(rule.pane(part.firstMs()), part, new Moment(part.lastMs(), 0), alerts::add);
            }
        }
        return alerts.stream().<Object>map(RaisedAlert::id).toList();
    }
}
