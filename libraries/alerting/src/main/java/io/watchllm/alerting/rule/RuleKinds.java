package io.watchllm.alerting.rule;

import static io.watchllm.control.RuleKind.agent_loop;
import static io.watchllm.control.RuleKind.cost_spike;
import static io.watchllm.control.RuleKind.cost_sum;
import static io.watchllm.control.RuleKind.daily_budget;
import static io.watchllm.control.RuleKind.error_rate;
import static io.watchllm.control.RuleKind.latency_p50;
import static io.watchllm.control.RuleKind.latency_p95;
import static io.watchllm.control.RuleKind.latency_p99;
import static io.watchllm.control.RuleKind.latency_spike;
import static io.watchllm.control.RuleKind.no_data;
import static io.watchllm.control.RuleKind.run_budget;
import static io.watchllm.control.RuleKind.single_event_cost;
import static io.watchllm.control.RuleKind.single_event_latency;
import static io.watchllm.control.RuleKind.timeout_rate;
import static io.watchllm.control.RuleKind.token_limit;
import static io.watchllm.control.RuleKind.tool_latency_p95;
import static io.watchllm.control.RuleKind.ttft_p95;
import static io.watchllm.control.RuleKind.unpriced_model;

import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertScope;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Groups of rule kinds that have fields in common, and the scopes of each kind. */
final class RuleKinds {

    static final Set<RuleKind> EVERY = Collections.unmodifiableSet(EnumSet.allOf(RuleKind.class));
    static final Set<RuleKind> BUDGETS = Set.of(run_budget, daily_budget);
    static final Set<RuleKind> DAYS = Set.of(daily_budget, unpriced_model);
    static final Set<RuleKind> RATES = Set.of(error_rate, timeout_rate);
    static final Set<RuleKind> SPIKES = Set.of(cost_spike, latency_spike);
    static final Set<RuleKind> LOOP = Set.of(agent_loop);

    /** Kinds with a value over a window and levels of their own. */
    static final Set<RuleKind> WINDOWS = Set.of(
            cost_sum,
            token_limit,
            ttft_p95,
            latency_p50,
            latency_p95,
            latency_p99,
            tool_latency_p95,
            error_rate,
            timeout_rate);

    /** Kinds with levels in their own unit. */
    static final Set<RuleKind> LEVELS = and(WINDOWS, single_event_cost, single_event_latency, no_data);

    /** Kinds that need a number of events in a window. */
    static final Set<RuleKind> COUNTED = and(WINDOWS, cost_spike, latency_spike);

    /** Kinds that compare a value with a bound again and again. */
    static final Set<RuleKind> EVALUATED = and(COUNTED, no_data);

    /** Kinds whose alerts are resolved. */
    static final Set<RuleKind> RESOLVED = and(EVALUATED, agent_loop);

    /** Kinds with a factor. */
    static final Set<RuleKind> FACTORS = and(SPIKES, agent_loop);

    /** Kinds with a window. */
    static final Set<RuleKind> WINDOWED = and(COUNTED, run_budget, agent_loop);

    private RuleKinds() {}

    private static Set<RuleKind> and(Set<RuleKind> some, RuleKind... others) {
        var all = EnumSet.copyOf(some);
        all.addAll(List.of(others));
        return Collections.unmodifiableSet(all);
    }

    /** Scopes that the kind allows; the first is the default. An unknown kind allows every scope. */
    static List<AlertScope> scopes(RuleKind kind) {
        return switch (kind) {
            case single_event_cost, cost_sum, token_limit, ttft_p95, cost_spike ->
                List.of(AlertScope.project, AlertScope.run, AlertScope.user, AlertScope.model);
            case tool_latency_p95 ->
                List.of(AlertScope.project, AlertScope.run, AlertScope.user, AlertScope.agent, AlertScope.tool);
            case run_budget, agent_loop -> List.of(AlertScope.run);
            case daily_budget -> List.of(AlertScope.project, AlertScope.user, AlertScope.model);
            case unpriced_model -> List.of(AlertScope.model);
            default ->
                List.of(
                        AlertScope.project,
                        AlertScope.run,
                        AlertScope.user,
                        AlertScope.model,
                        AlertScope.agent,
                        AlertScope.tool);
        };
    }

    /** The names of an enum's constants that a rule may use. */
    static List<String> words(Enum<?>[] symbols) {
        return Arrays.stream(symbols)
                .map(Enum::name)
                .filter(name -> !name.equals("unknown"))
                .toList();
    }
}
