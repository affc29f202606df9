package io.watchllm.alerting.rule;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.rule.RuleFault.Code;
import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertScope;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds all faults of one rule record. */
final class RuleCheck {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}");
    private static final int PERCENTS_MAX = 10;
    private static final int PERCENT_MAX = 1_000;
    private static final int TEXT_MAX = 500;
    private static final long MINUTE_MS = 60_000;
    private static final long COOLDOWN_MS_MAX = 7 * 86_400_000L;

    private final AlertRule rule;
    private final KindShape shape;
    private final List<RuleFault> faults;

    RuleCheck(AlertRule rule, List<RuleFault> faults) {
        this.rule = rule;
        this.shape = KindShape.of(rule.getKind());
        this.faults = faults;
    }

    void check() {
        names();
        words();
        if (rule.getKind() != RuleKind.unknown) {
            fields();
            levels();
            window();
            spike();
            percents();
            loop();
        }
        policy();
    }

    private void names() {
        if (!ID.matcher(rule.getRuleId()).matches()) {
            fault(
                    Code.WRONG_FORM,
                    "rule_id",
                    "is \"" + rule.getRuleId() + "\"",
                    "1 to 80 of a-z, 0-9, '.', '_' and '-', the first of them a letter or a digit");
        }
        if (rule.getVersion() < 1) {
            fault(Code.OUT_OF_RANGE, "version", "is " + rule.getVersion(), "1 or more");
        }
        if (rule.getProjectId().isEmpty()) {
            fault(Code.WRONG_FORM, "project_id", "is empty", "the id of a project, or * for each");
        }
        var description = rule.getDescription();
        if (description != null && description.length() > TEXT_MAX) {
            fault(
                    Code.OUT_OF_RANGE,
                    "description",
                    "is " + description.length() + " characters long",
                    "at most " + TEXT_MAX);
        }
    }

    private void words() {
        if (rule.getKind() == RuleKind.unknown) {
            fault(Code.WRONG_WORD, "kind", "is not known", "one of " + known(RuleKind.values()));
        }
        if (rule.getScope() == AlertScope.unknown) {
            fault(Code.WRONG_WORD, "scope", "is not known", "one of " + known(AlertScope.values()));
        } else if (!shape.scopes().contains(rule.getScope())) {
            fault(
                    Code.WRONG_WORD,
                    "scope",
                    "is " + rule.getScope() + ", for which " + rule.getKind() + " can't be counted",
                    shape.scopes().stream().map(Enum::name).collect(Collectors.joining(" or ")));
        }
        var zone = rule.getTimeZone();
        if (zone != null && zone(zone) == null) {
            fault(Code.WRONG_FORM, "time_zone", "is \"" + zone + "\"", "a zone such as Europe/Berlin, or UTC");
        }
    }

    private void fields() {
        for (var field : RuleField.values()) {
            var value = field.of(rule);
            if (field == RuleField.LIMIT ? !shape.uses(field) : shared(field)) {
                continue;
            }
            if (value == null && shape.needs().contains(field)) {
                fault(Code.MISSING, field.word(), "is missing", "a value, for " + rule.getKind() + " needs it");
            } else if (value != null && !shape.uses(field)) {
                fault(
                        Code.NOT_USED,
                        field.word(),
                        "is there, but " + rule.getKind() + " has no use for it",
                        "a rule without it");
            } else if (field.bounded()
                    && value instanceof Number number
                    && (number.longValue() < field.min() || number.longValue() > field.max())) {
                fault(Code.OUT_OF_RANGE, field.word(), "is " + value, field.min() + " to " + field.max());
            } else if (value instanceof BigDecimal amount
                    && (amount.signum() <= 0 || amount.compareTo(FixedPoint.MAX) > 0)) {
                fault(
                        Code.OUT_OF_RANGE,
                        field.word(),
                        "is " + amount.toPlainString(),
                        "more than 0, and at most " + FixedPoint.MAX);
            }
        }
    }

    /** A limit and the critical level share one field of the record. */
    private boolean shared(RuleField field) {
        return field == RuleField.CRITICAL && shape.uses(RuleField.LIMIT);
    }

    private void levels() {
        var warn = rule.getWarn();
        var critical = rule.getCritical();
        if (!shape.hasLevels()) {
            return;
        }
        if (warn == null && critical == null) {
            fault(Code.MISSING, "warn", "is missing, and critical too", "at least one of them");
        } else if (warn != null && critical != null && critical.compareTo(warn) < 0) {
            fault(
                    Code.CONTRADICTION,
                    "critical",
                    "is " + critical.toPlainString() + ", below warn",
                    "at least " + warn.toPlainString());
        }
        boolean rate = rule.getKind() == RuleKind.error_rate || rule.getKind() == RuleKind.timeout_rate;
        if (rate) {
            atMostOne("warn", warn);
            atMostOne("critical", critical);
        }
        if (rule.getKind() == RuleKind.no_data) {
            wholeSeconds("warn", warn);
            wholeSeconds("critical", critical);
        }
    }

    private void atMostOne(String field, @Nullable BigDecimal value) {
        if (value != null && value.compareTo(BigDecimal.ONE) > 0) {
            fault(Code.OUT_OF_RANGE, field, "is " + value.toPlainString(), "a share, such as 0.05 for 5 percent");
        }
    }

    private void wholeSeconds(String field, @Nullable BigDecimal value) {
        if (value != null && (value.compareTo(BigDecimal.ONE) < 0 || value.compareTo(new BigDecimal(604_800)) > 0)) {
            fault(Code.OUT_OF_RANGE, field, "is " + value.toPlainString(), "seconds of silence, 1 to 604800");
        }
    }

    private void window() {
        var window = rule.getWindowMs();
        if (window == null || window < RuleField.WINDOW.min() || window > RuleField.WINDOW.max()) {
            return;
        }
        long step = window <= MINUTE_MS ? 1_000 : MINUTE_MS;
        if (window % step != 0) {
            fault(
                    Code.WRONG_FORM,
                    "window",
                    "is " + window + " ms",
                    "whole seconds up to a minute, and whole minutes above");
        }
    }

    private void spike() {
        var factor = rule.getFactor();
        var critical = rule.getCriticalFactor();
        if (shape.uses(RuleField.FACTOR)) {
            if (factor != null && factor.compareTo(BigDecimal.ONE) <= 0) {
                fault(Code.OUT_OF_RANGE, "factor", "is " + factor.toPlainString(), "more than 1");
            }
            if (factor != null && critical != null && critical.compareTo(factor) < 0) {
                fault(
                        Code.CONTRADICTION,
                        "critical_factor",
                        "is " + critical.toPlainString() + ", below factor",
                        "at least " + factor.toPlainString());
            }
        } else if (critical != null && critical.compareTo(BigDecimal.ONE) <= 0) {
            fault(Code.OUT_OF_RANGE, "critical_factor", "is " + critical.toPlainString(), "more than 1");
        }
    }

    private void percents() {
        if (!shape.uses(RuleField.BUDGET_PERCENTS)) {
            return;
        }
        var percents = rule.getBudgetPercents();
        boolean rising = true;
        for (int index = 0; index < percents.size(); index++) {
            int before = index == 0 ? 0 : percents.get(index - 1);
            rising &= percents.get(index) > before && percents.get(index) <= PERCENT_MAX;
        }
        if (percents.isEmpty() || percents.size() > PERCENTS_MAX || !rising) {
            fault(
                    Code.WRONG_FORM,
                    "budget_percents",
                    "is " + percents,
                    "1 to " + PERCENTS_MAX + " whole numbers, rising, from 1 to " + PERCENT_MAX);
        }
    }

    private void loop() {
        if (rule.getKind() != RuleKind.agent_loop) {
            return;
        }
        for (var field : List.of(RuleField.REPEAT_CALLS, RuleField.REPEAT_CYCLES, RuleField.RETRY_FAILURES)) {
            if (field.of(rule) instanceof Integer once && once == 1) {
                fault(Code.OUT_OF_RANGE, field.word(), "is 1", "0 for never, or 2 and more");
            }
        }
    }

    private void policy() {
        var cooldown = rule.getCooldownMs();
        if (cooldown != null && (cooldown < 0 || cooldown > COOLDOWN_MS_MAX)) {
            fault(Code.OUT_OF_RANGE, "cooldown", "is " + cooldown + " ms", "0 to 7 days");
        }
        var cap = rule.getCapPerHour();
        if (cap != null && cap < 1) {
            fault(Code.OUT_OF_RANGE, "cap_per_hour", "is " + cap, "1 or more");
        }
        if (!(rule.getRecoverRatio() > 0 && rule.getRecoverRatio() <= 1)) {
            fault(
                    Code.OUT_OF_RANGE,
                    "recover_ratio",
                    "is " + rule.getRecoverRatio(),
                    "more than 0, and at most 1, such as 0.9");
        }
        if (rule.getMaxEventAgeMs() < 1_000) {
            fault(Code.OUT_OF_RANGE, "max_event_age", "is " + rule.getMaxEventAgeMs() + " ms", "a second or more");
        }
    }

    private static @Nullable ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return null;
        }
    }

    private static String known(Enum<?>[] symbols) {
        return Arrays.stream(symbols)
                .map(Enum::name)
                .filter(name -> !name.equals("unknown"))
                .collect(Collectors.joining(", "));
    }

    private void fault(Code code, String field, String problem, String right) {
        faults.add(new RuleFault(code, field, problem, right));
    }
}
