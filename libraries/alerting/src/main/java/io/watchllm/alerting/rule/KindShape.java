package io.watchllm.alerting.rule;

import static io.watchllm.events.AlertScope.agent;
import static io.watchllm.events.AlertScope.model;
import static io.watchllm.events.AlertScope.project;
import static io.watchllm.events.AlertScope.run;
import static io.watchllm.events.AlertScope.tool;
import static io.watchllm.events.AlertScope.user;

import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertScope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The scopes and fields of one kind of rule.
 *
 * @param scopes allowed scopes; the first is the default
 * @param needs required fields
 * @param may optional fields, in addition to those of every rule
 */
public record KindShape(List<AlertScope> scopes, Set<RuleField> needs, Set<RuleField> may) {

    private static final List<AlertScope> CALLER = List.of(project, run, user, model);
    private static final List<AlertScope> ALL = List.of(project, run, user, model, agent, tool);
    private static final List<AlertScope> TOOL_USER = List.of(project, run, user, agent, tool);

    private static final Set<RuleField> STANDING = Set.of(RuleField.FOR_N, RuleField.RECOVER_RATIO, RuleField.RENOTIFY);

    /** The shape of a kind; an unknown kind allows every scope and field. */
    public static KindShape of(RuleKind kind) {
        return switch (kind) {
            case single_event_cost -> new KindShape(CALLER, Set.of(), Set.of(RuleField.WARN, RuleField.CRITICAL));
            case single_event_latency -> new KindShape(ALL, Set.of(), Set.of(RuleField.WARN, RuleField.CRITICAL));
            case cost_sum, token_limit, ttft_p95 -> windowed(CALLER);
            case latency_p50, latency_p95, latency_p99, error_rate, timeout_rate -> windowed(ALL);
            case tool_latency_p95 -> windowed(TOOL_USER);
            case cost_spike -> spike(CALLER);
            case latency_spike -> spike(ALL);
            case run_budget ->
                new KindShape(
                        List.of(run), Set.of(RuleField.LIMIT), Set.of(RuleField.BUDGET_PERCENTS, RuleField.WINDOW));
            case daily_budget ->
                new KindShape(
                        List.of(project, user, model),
                        Set.of(RuleField.LIMIT),
                        Set.of(RuleField.BUDGET_PERCENTS, RuleField.TIME_ZONE));
            case unpriced_model -> new KindShape(List.of(model), Set.of(), Set.of(RuleField.TIME_ZONE));
            case no_data -> new KindShape(ALL, Set.of(), with(STANDING, RuleField.WARN, RuleField.CRITICAL));
            case agent_loop -> loop();
            case unknown -> new KindShape(ALL, Set.of(), Set.of(RuleField.values()));
        };
    }

    private static KindShape windowed(List<AlertScope> scopes) {
        return new KindShape(
                scopes,
                Set.of(RuleField.WINDOW),
                with(STANDING, RuleField.WARN, RuleField.CRITICAL, RuleField.MIN_COUNT));
    }

    private static KindShape spike(List<AlertScope> scopes) {
        return new KindShape(
                scopes,
                Set.of(RuleField.WINDOW, RuleField.FACTOR, RuleField.FLOOR),
                with(STANDING, RuleField.CRITICAL_FACTOR, RuleField.MIN_COUNT));
    }

    private static KindShape loop() {
        return new KindShape(
                List.of(run),
                Set.of(),
                Set.of(
                        RuleField.WINDOW,
                        RuleField.RECOVER_RATIO,
                        RuleField.RENOTIFY,
                        RuleField.CRITICAL_FACTOR,
                        RuleField.REPEAT_CALLS,
                        RuleField.REPEAT_CYCLES,
                        RuleField.RETRY_FAILURES,
                        RuleField.MAX_STEPS,
                        RuleField.MAX_CALLS,
                        RuleField.MAX_RUN,
                        RuleField.STALE_STEPS));
    }

    private static Set<RuleField> with(Set<RuleField> some, RuleField... others) {
        var all = new HashSet<>(some);
        all.addAll(List.of(others));
        return all;
    }

    /** Whether a rule of this kind uses the field. */
    public boolean uses(RuleField field) {
        return needs.contains(field) || may.contains(field);
    }

    /** Whether its levels are given by warn and critical, at least one of which is required. */
    boolean hasLevels() {
        return uses(RuleField.WARN);
    }
}
