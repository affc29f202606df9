package io.watchllm.bench.alerts;

import io.watchllm.alerting.rule.RuleFile;
import io.watchllm.control.AlertRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rules as a company might have them: two that dear calls break, and others of all kinds and scopes that nothing breaks
 * but that must all be kept up with. Each looks at every event of its kind, as none is for one project or has a filter
 * that leaves something out.
 */
final class RuleMix {
    /** A budget of a run: evaluated in the first stage, where the event is. */
    static final String FIRST_STAGE = "bench-run-budget";

    /** Expensive calls by user: summed up in the first stage, evaluated in the second. */
    static final String SECOND_STAGE = "bench-dear-call";

    private static final String BREAKING = """
            rules:
              - {rule_id: bench-run-budget, kind: run_budget, limit: 1, budget_percents: [100]}
              - {rule_id: bench-dear-call, kind: single_event_cost, scope: user, warn: 1}
            """;

    /** Bounds that no event and no window of the benchmark reaches. */
    private static final List<String> QUIET = List.of(
            "kind: cost_sum, scope: user, window: 1h, warn: 1000000",
            "kind: latency_p95, scope: model, window: 5m, warn: 600000, for_n: 3",
            "kind: error_rate, scope: model, window: 5m, warn: 0.05, critical: 0.25, for_n: 2",
            "kind: daily_budget, scope: project, limit: 1000000",
            "kind: run_budget, limit: 100000",
            "kind: no_data, scope: project, filter: {env: production}, warn: 300, critical: 1800",
            "kind: cost_spike, scope: project, window: 15m, factor: 3, critical_factor: 10, floor: 1000000",
            "kind: agent_loop, max_steps: 200, max_run: 30m, cooldown: 10m",
            "kind: token_limit, scope: user, window: 10m, warn: 1000000000",
            "kind: single_event_latency, scope: project, warn: 600000, cooldown: 15m",
            "kind: ttft_p95, scope: model, window: 5m, warn: 600000",
            "kind: cost_sum, scope: project, window: 1h, warn: 1000000, critical: 2000000",
            "kind: latency_p99, scope: model, window: 15m, warn: 600000",
            "kind: single_event_cost, scope: model, warn: 1000, cooldown: 10m",
            "kind: daily_budget, scope: user, limit: 100000, time_zone: Europe/Berlin",
            "kind: timeout_rate, scope: project, window: 5m, warn: 0.1",
            "kind: cost_sum, scope: model, window: 10m, warn: 1000000",
            "kind: latency_p95, scope: project, window: 1m, warn: 600000",
            "kind: cost_sum, scope: user, window: 1m, warn: 1000000",
            "kind: error_rate, scope: project, window: 1m, warn: 0.2",
            "kind: no_data, scope: model, warn: 3600",
            "kind: token_limit, scope: project, window: 1h, warn: 9000000000",
            "kind: latency_spike, scope: model, window: 5m, factor: 2, floor: 600000",
            "kind: latency_p50, scope: project, window: 30m, warn: 600000");

    private RuleMix() {}

    /**
     * The rules, each fit for use and with an id of its own: the two that dear calls break, then the others over and
     * over.
     *
     * @param count how many, 2 or more
     */
    static List<AlertRule> rules(int count) {
        var quiet = IntStream.range(0, count - 2).mapToObj(RuleMix::quiet).collect(Collectors.joining());
        return RuleFile.parse(BREAKING + quiet, Map.of()).stream()
                .map(RuleFile.Entry::record)
                .toList();
    }

    private static String quiet(int number) {
        return String.format(Locale.ROOT, "  - {rule_id: bench-%04d, %s}%n", number, QUIET.get(number % QUIET.size()));
    }
}
