package io.watchllm.alerting;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Hash128;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.Observation.Actor;
import io.watchllm.alerting.model.Observation.Kind;
import io.watchllm.alerting.model.Observation.Numbers;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.model.Observation.Signature;
import io.watchllm.alerting.model.Observation.Who;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.alerting.rule.RuleFile;
import io.watchllm.control.AlertRule;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Rules and observations for tests. */
public final class Sample {

    /** A time at which a minute, an hour and a day begin. */
    public static final long START_MS = 1_793_491_200_000L;

    /** A rule of each kind, small enough that random events make it fire. */
    public static final List<String> EACH_KIND = List.of(
            "kind: single_event_cost, warn: 3, critical: 6, cooldown: 20s, cap_per_hour: 9",
            "kind: single_event_latency, warn: 300, cooldown: 20s",
            "kind: cost_sum, window: 30s, warn: 40, critical: 60, cooldown: 10s, renotify: 5s, cap_per_hour: 20",
            "kind: cost_sum, scope: user, window: 5m, warn: 60",
            "kind: run_budget, limit: 100",
            "kind: daily_budget, scope: user, limit: 100",
            "kind: cost_spike, window: 10s, factor: 1.5, critical_factor: 2, floor: 1, min_count: 2",
            "kind: token_limit, window: 10s, warn: 300",
            "kind: unpriced_model",
            "kind: latency_p50, window: 10s, warn: 250, min_count: 3, for_n: 2",
            "kind: latency_p95, scope: run, window: 30s, warn: 350, min_count: 3",
            "kind: latency_p99, window: 10s, warn: 380, min_count: 3",
            "kind: ttft_p95, window: 10s, warn: 90, min_count: 3",
            "kind: tool_latency_p95, scope: tool, window: 10s, warn: 300, min_count: 2",
            "kind: error_rate, window: 10s, warn: 0.3, critical: 0.6, min_count: 5",
            "kind: timeout_rate, scope: model, window: 10s, warn: 0.3, min_count: 3",
            "kind: latency_spike, window: 10s, factor: 1.2, floor: 50, min_count: 5",
            "kind: no_data, scope: user, warn: 5, critical: 10",
            "kind: agent_loop, window: 1m, max_steps: 100, stale_steps: 10");

    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

    private Sample() {}

    /** The rule of a line of keys and values. */
    public static ActiveRule rule(String line) {
        return new ActiveRule(((Rule.Valid) Rule.of(record(line))).rule());
    }

    /** Its record. */
    public static AlertRule record(String line) {
        var id = line.contains("rule_id") ? "" : "rule_id: r, ";
        return RuleFile.parse("rules: [{" + id + line + "}]", Map.of())
                .getFirst()
                .record();
    }

    /** All of {@link #EACH_KIND}, each with an id of its own. */
    public static List<Rule> eachKind() {
        return eachKindRecord().stream()
                .map(record -> ((Rule.Valid) Rule.of(record)).rule())
                .toList();
    }

    /** Their records. */
    public static List<AlertRule> eachKindRecord() {
        return IntStream.range(0, EACH_KIND.size())
                .mapToObj(index -> record("rule_id: r" + index + ", " + EACH_KIND.get(index)))
                .toList();
    }

    /** A call. */
    public static Observation call(String id, long timeMs, double usd, int latencyMs, Outcome outcome) {
        var who = new Who("p", "run", "u", new Actor("", "m", "", ""), "production", List.of());
        var numbers = new Numbers(Math.round(usd * FixedPoint.ONE), 10, latencyMs, 1, outcome);
        return new Observation(Kind.PROMPT_CALL, who, id, timeMs, numbers, null);
    }

    /** Any event at this time. */
    public static Observation any(Random random, String id, long timeMs) {
        var kind = KINDS.get(random.nextInt(KINDS.size()));
        var tool = kind == Kind.TOOL_CALL ? "t" + random.nextInt(2) : "";
        var model = kind == Kind.PROMPT_CALL ? "m" + random.nextInt(2) : "";
        var agent = kind == Kind.AGENT_STEP ? "a" : "";
        var who = new Who(
                "p",
                "run" + random.nextInt(2),
                random.nextInt(5) == 0 ? "" : "u" + random.nextInt(2),
                new Actor("", model, agent, tool),
                "production",
                List.of());
        long cost = random.nextInt(8) == 0 ? Observation.NONE : random.nextLong(7 * FixedPoint.ONE);
        var outcome = OUTCOMES.get(random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0);
        var numbers = new Numbers(cost, random.nextInt(100), random.nextInt(400), random.nextInt(100) - 1, outcome);
        var signature = new Signature(new Hash128(0, random.nextInt(3)), new Hash128(0, random.nextInt(2)), true);
        return new Observation(kind, who, id, timeMs, numbers, signature);
    }
}
