package io.watchllm.alerting.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.Sample;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.alerting.window.Accumulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * How many alerts one event, one part of a pane or one tick can raise for a rule and a group: few, whatever the event
 * costs, however late it comes, and however long nothing came before it.
 */
class AlertCountTest {

    /** One about the state, and one about those that the cap held back. */
    private static final int OF_ONE_EVALUATION = 2;

    private static final List<String> MORE = List.of(
            "kind: run_budget, limit: 0.000000001, cap_per_hour: 1",
            "kind: daily_budget, limit: 0.01, cap_per_hour: 2, time_zone: Asia/Kathmandu",
            "kind: cost_sum, window: 60s, warn: 0.001, critical: 0.002, renotify: 1s, cap_per_hour: 5",
            "kind: cost_sum, window: 7d, warn: 1, critical: 5, renotify: 1s",
            "kind: error_rate, window: 1m, warn: 0.3, critical: 0.5, min_count: 1, recover_ratio: 1, cap_per_hour: 1",
            "kind: no_data, warn: 1, critical: 2, renotify: 1s, cap_per_hour: 1",
            "kind: agent_loop, window: 1m, max_steps: 1, max_calls: 1, max_run: 1s, renotify: 1s, cap_per_hour: 1",
            "kind: single_event_cost, warn: 0.001, critical: 1, cap_per_hour: 1",
            "kind: unpriced_model, cap_per_hour: 1");

    /** Evaluations that one call can make. */
    private static int evaluations(ActiveRule rule) {
        return switch (rule.rule().measure()) {
            case Measure.Single _, Measure.Budget _, Measure.Unpriced _ -> 1;
            // The moments at which each level was reached, now, and the event.
            case Measure.Silence _, Measure.Loop _ -> 4;
            // Each pane until all that was in the window has left, two until it is over then, and the event.
            case Measure.Window _, Measure.Spike _ -> rule.panes() + 3;
        };
    }

    @Property(tries = 30)
    void shouldBeBoundedForEachEventPartAndTick(@ForAll long seed) {
        for (var line : Stream.concat(Sample.EACH_KIND.stream(), MORE.stream()).toList()) {
            var rule = Sample.rule(line);
            int allowed = evaluations(rule) * OF_ONE_EVALUATION;
            var state = GroupState.of(rule, new Group("p", "run"));
            var random = new Random(seed);
            long nowMs = Sample.START_MS;
            for (int number = 0; number < 200; number++) {
                nowMs += gap(random);
                var raised = step(state, random, number, nowMs);
                assertThat(raised).as(line).hasSizeLessThanOrEqualTo(allowed);
            }
        }
    }

    private static List<RaisedAlert> step(GroupState state, Random random, int number, long nowMs) {
        var raised = new ArrayList<RaisedAlert>();
        var now = new Moment(nowMs, nowMs);
        long timeMs = random.nextInt(4) == 0
                ? nowMs - random.nextLong(Duration.ofDays(9).toMillis())
                : nowMs;
        var seen = event(random, "e" + number, timeMs);
        boolean direct = state.rule().rule().measure() instanceof Measure.Loop || random.nextBoolean();
        if (random.nextInt(4) == 0) {
            state.tick(now, raised::add);
        } else if (direct) {
            state.observe(seen, now, raised::add);
        } else {
            var part = new Accumulator();
            part.add(state.rule().measurement(), seen);
            state.merge(state.rule().pane(timeMs), part, now, raised::add);
        }
        return raised;
    }

    /** Now and then the most expensive call that a record can hold. */
    private static Observation event(Random random, String id, long timeMs) {
        var outcome = random.nextBoolean() ? Outcome.SUCCESS : Outcome.ERROR;
        var call = Sample.call(id, timeMs, random.nextInt(5), random.nextInt(400), outcome);
        if (random.nextInt(5) > 0) {
            return call;
        }
        var numbers = new Observation.Numbers(
                FixedPoint.ONE * FixedPoint.ONE - 1, Integer.MAX_VALUE, Integer.MAX_VALUE, 1, Outcome.TIMEOUT);
        return new Observation(call.kind(), call.who(), id, timeMs, numbers, null);
    }

    private static long gap(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> random.nextLong(Duration.ofDays(40).toMillis());
            case 1, 2 -> random.nextLong(Duration.ofHours(2).toMillis());
            case 3, 4, 5, 6 -> random.nextInt(60_000);
            default -> random.nextInt(500);
        };
    }
}
