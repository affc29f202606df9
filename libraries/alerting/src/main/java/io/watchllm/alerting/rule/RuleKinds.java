package io.watchllm.alerting.rule;

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
    static final Set<RuleKind> BUDGETS = Set.of(RuleKind.run_budget, RuleKind.daily_budget);
    static final Set<RuleKind> DAYS = Set.of(RuleKind.daily_budget, RuleKind.unpriced_model);
    static final Set<RuleKind> RATES = Set.of(RuleKind.error_rate, RuleKind.timeout_rate);
    static final Set<RuleKind> SPIKES = Set.of(RuleKind.cost_spike, RuleKind.latency_spike);
    static final Set<RuleKind> LOOP = Set.of(RuleKind.agent_loop);

    /** Kinds with a value over a window and levels of their own. */
    static final Set<RuleKind> WINDOWS = Set.of(
            RuleKind.cost_sum,
            RuleKind.token_limit,
            RuleKind.ttft_p95,
            RuleKind.latency_p50,
            RuleKind.latency_p95,
            RuleKind.latency_p99,
            RuleKind.tool_latency_p95,
            RuleKind.error_rate,
            RuleKind.timeout_rate);

    /** Kinds with levels in their own unit. */
    static final Set<RuleKind> LEVELS =
            and(WINDOWS, RuleKind.single_event_cost, RuleKind.single_event_latency, RuleKind.no_data);

    /** Kinds that need a number of events in a window. */
    static final Set<RuleKind> COUNTED = and(WINDOWS, RuleKind.cost_spike, RuleKind.latency_spike);

    /** Kinds that compare a value with a bound again and again. */
    static final Set<RuleKind> EVALUATED = and(COUNTED, RuleKind.no_data);

    /** Kinds whose alerts are resolved. */
    static final Set<RuleKind> RESOLVED = and(EVALUATED, RuleKind.agent_loop);

    /** Kinds with a factor. */
    static final Set<RuleKind> FACTORS = and(SPIKES, RuleKind.agent_loop);

    /** Kinds with a window. */
    static final Set<RuleKind> WINDOWED = and(COUNTED, RuleKind.run_budget, RuleKind.agent_loop);

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

    /** The constants of an enum that a rule may use. */
    static <E extends Enum<E>> List<E> known(E[] symbols) {
        return Arrays.stream(symbols)
                .filter(symbol -> !symbol.name().equals("unknown"))
                .toList();
    }

    /** The names of an enum's constants that a rule may use. */
    static <E extends Enum<E>> List<String> words(E[] symbols) {
        return known(symbols).stream().map(Enum::name).toList();
    }
}
