package io.watchllm.alerting.rule;

import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleFilter;
import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertScope;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key of a rule in a file: its type and its field in the record.
 *
 * @param word the key
 * @param type type of its value
 * @param says what it means
 */
public record RuleKey(String word, Type type, String says, Slot slot) {

    /** Type of a key's value. */
    public enum Type {
        TEXT,
        FLAG,
        WHOLE,
        DECIMAL,
        DURATION,
        KIND,
        SCOPE,
        FILTER,
        WHOLES
    }

    /** Writes the value to a record and reads it back. */
    public record Slot(BiConsumer<AlertRule.Builder, Object> write, Function<AlertRule, @Nullable Object> read) {}

    /** All keys, in the order in which they are written. */
    public static final List<RuleKey> ALL = Stream.of(names(), targets(), levels(), spikes(), policy(), loops())
            .flatMap(List::stream)
            .toList();

    private static List<RuleKey> names() {
        return List.of(
                key(
                        "rule_id",
                        Type.TEXT,
                        "Id of the rule, unique.",
                        (r, v) -> r.setRuleId((String) v),
                        AlertRule::getRuleId),
                key(
                        "version",
                        Type.WHOLE,
                        "Version; a new one starts fresh. Left out, it is counted on when the rule changes.",
                        (r, v) -> r.setVersion((Integer) v),
                        AlertRule::getVersion),
                key(
                        "description",
                        Type.TEXT,
                        "What the rule is for.",
                        (r, v) -> r.setDescription((String) v),
                        AlertRule::getDescription),
                key(
                        "enabled",
                        Type.FLAG,
                        "False switches the rule off.",
                        (r, v) -> r.setEnabled((Boolean) v),
                        AlertRule::getEnabled),
                key(
                        "project_id",
                        Type.TEXT,
                        "Project that the rule is for; left out or *, each.",
                        (r, v) -> r.setProjectId((String) v),
                        AlertRule::getProjectId));
    }

    private static List<RuleKey> targets() {
        return List.of(
                key(
                        "kind",
                        Type.KIND,
                        "What the rule measures.",
                        (r, v) -> r.setKind((RuleKind) v),
                        AlertRule::getKind),
                key(
                        "scope",
                        Type.SCOPE,
                        "Whom the value is counted for; left out, the first that the kind can be counted for.",
                        (r, v) -> r.setScope((AlertScope) v),
                        AlertRule::getScope),
                key(
                        "filter",
                        Type.FILTER,
                        "Which events count; left out, all.",
                        (r, v) -> r.setFilter((RuleFilter) v),
                        AlertRule::getFilter));
    }

    private static List<RuleKey> levels() {
        return List.of(
                key(
                        "window",
                        Type.DURATION,
                        "Length of the window.",
                        (r, v) -> r.setWindowMs((Long) v),
                        AlertRule::getWindowMs),
                key(
                        "warn",
                        Type.DECIMAL,
                        "Bound of level warn, in the unit of the kind: USD, tokens, milliseconds, a share, seconds of silence.",
                        (r, v) -> r.setWarn((BigDecimal) v),
                        AlertRule::getWarn),
                key(
                        "critical",
                        Type.DECIMAL,
                        "Bound of level critical, in the same unit.",
                        (r, v) -> r.setCritical((BigDecimal) v),
                        rule -> isBudget(rule) ? null : rule.getCritical()),
                key(
                        "limit",
                        Type.DECIMAL,
                        "Of a budget: 100 percent, in USD.",
                        (r, v) -> r.setCritical((BigDecimal) v),
                        rule -> isBudget(rule) ? rule.getCritical() : null),
                key(
                        "budget_percents",
                        Type.WHOLES,
                        "Of a budget: shares at which to tell, in percent; left out, 50, 80 and 100.",
                        (r, v) -> r.setBudgetPercents(wholes(v)),
                        rule -> isBudget(rule) ? rule.getBudgetPercents() : null),
                key(
                        "time_zone",
                        Type.TEXT,
                        "Whose days count, such as Europe/Berlin; left out, UTC.",
                        (r, v) -> r.setTimeZone((String) v),
                        AlertRule::getTimeZone));
    }

    private static List<RuleKey> spikes() {
        return List.of(
                key(
                        "factor",
                        Type.DECIMAL,
                        "Of a spike: how many times the baseline is warn.",
                        (r, v) -> r.setFactor((BigDecimal) v),
                        AlertRule::getFactor),
                key(
                        "critical_factor",
                        Type.DECIMAL,
                        "Of a spike: how many times the baseline is critical. Of loops: how many times a limit is; left out, 2.",
                        (r, v) -> r.setCriticalFactor((BigDecimal) v),
                        AlertRule::getCriticalFactor),
                key(
                        "floor",
                        Type.DECIMAL,
                        "Of a spike: values under it never fire.",
                        (r, v) -> r.setFloor((BigDecimal) v),
                        AlertRule::getFloor),
                key(
                        "min_count",
                        Type.WHOLE,
                        "Events that a window needs before it is judged; left out, 20, for p99 100, for sums 1.",
                        (r, v) -> r.setMinCount((Integer) v),
                        AlertRule::getMinCount));
    }

    private static List<RuleKey> policy() {
        return List.of(
                key(
                        "for_n",
                        Type.WHOLE,
                        "Evaluations in a row that must breach; one counts for each slide of the window.",
                        (r, v) -> r.setForN((Integer) v),
                        AlertRule::getForN),
                key(
                        "recover_ratio",
                        Type.DECIMAL,
                        "Share of the bound under which the alert is over; left out, 0.9.",
                        (r, v) -> r.setRecoverRatio(((BigDecimal) v).doubleValue()),
                        rule -> BigDecimal.valueOf(rule.getRecoverRatio())),
                key(
                        "cooldown",
                        Type.DURATION,
                        "Silence after an alert is over; an escalation is told all the same.",
                        (r, v) -> r.setCooldownMs((Long) v),
                        AlertRule::getCooldownMs),
                key(
                        "renotify",
                        Type.DURATION,
                        "Time after which a standing alert is told again; left out, never.",
                        (r, v) -> r.setRenotifyMs((Long) v),
                        AlertRule::getRenotifyMs),
                key(
                        "cap_per_hour",
                        Type.WHOLE,
                        "Alerts of a group an hour at most; left out, any number.",
                        (r, v) -> r.setCapPerHour((Integer) v),
                        AlertRule::getCapPerHour),
                key(
                        "max_event_age",
                        Type.DURATION,
                        "Alerts of older events notify nobody; left out, 15m.",
                        (r, v) -> r.setMaxEventAgeMs((Long) v),
                        AlertRule::getMaxEventAgeMs));
    }

    private static List<RuleKey> loops() {
        return List.of(
                key(
                        "repeat_calls",
                        Type.WHOLE,
                        "Same tool, arguments and result: so often is a loop; 0 is never, left out 3.",
                        (r, v) -> r.setRepeatCalls((Integer) v),
                        AlertRule::getRepeatCalls),
                key(
                        "repeat_cycles",
                        Type.WHOLE,
                        "A cycle of 2 to 5 steps: so often is a loop; 0 is never, left out 3.",
                        (r, v) -> r.setRepeatCycles((Integer) v),
                        AlertRule::getRepeatCycles),
                key(
                        "retry_failures",
                        Type.WHOLE,
                        "Failures of one tool in a row: so many are a storm; 0 is never, left out 5.",
                        (r, v) -> r.setRetryFailures((Integer) v),
                        AlertRule::getRetryFailures),
                key(
                        "max_steps",
                        Type.WHOLE,
                        "Steps of a run; left out, any number.",
                        (r, v) -> r.setMaxSteps((Integer) v),
                        AlertRule::getMaxSteps),
                key(
                        "max_calls",
                        Type.WHOLE,
                        "Calls of models and tools of a run; left out, any number.",
                        (r, v) -> r.setMaxCalls((Integer) v),
                        AlertRule::getMaxCalls),
                key(
                        "max_run",
                        Type.DURATION,
                        "Duration of a run; left out, any.",
                        (r, v) -> r.setMaxRunMs((Long) v),
                        AlertRule::getMaxRunMs),
                key(
                        "stale_steps",
                        Type.WHOLE,
                        "Steps without a call that the run had not made before; left out, any number.",
                        (r, v) -> r.setStaleSteps((Integer) v),
                        AlertRule::getStaleSteps));
    }

    private static RuleKey key(
            String word,
            Type type,
            String says,
            BiConsumer<AlertRule.Builder, Object> write,
            Function<AlertRule, @Nullable Object> read) {
        return new RuleKey(word, type, says, new Slot(write, read));
    }

    private static boolean isBudget(AlertRule rule) {
        return rule.getKind() == RuleKind.run_budget || rule.getKind() == RuleKind.daily_budget;
    }

    private static List<Integer> wholes(Object value) {
        var numbers = new ArrayList<Integer>();
        for (var each : (List<?>) value) {
            numbers.add((Integer) Objects.requireNonNull(each));
        }
        return numbers;
    }

    /** The key with this name, or null. */
    static @Nullable RuleKey find(String word) {
        return ALL.stream().filter(key -> key.word.equals(word)).findFirst().orElse(null);
    }

    /** The names of an enum's constants that a file may use. */
    public static List<String> words(Enum<?>[] symbols) {
        return Arrays.stream(symbols)
                .map(Enum::name)
                .filter(name -> !name.equals("unknown"))
                .toList();
    }
}
