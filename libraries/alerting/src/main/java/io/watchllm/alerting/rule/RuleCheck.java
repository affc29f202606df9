package io.watchllm.alerting.rule;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertScope;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
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
    private static final BigDecimal SILENCE_MAX = new BigDecimal(604_800);

    private final AlertRule rule;
    private final RuleKind kind;
    private final List<Rule.Fault> faults;

    RuleCheck(AlertRule rule, List<Rule.Fault> faults) {
        this.rule = rule;
        this.kind = rule.getKind();
        this.faults = faults;
    }

    void check() {
        names();
        words();
        for (var field : RuleField.values()) {
            // What a kind that is not known needs is not known either.
            if (kind != RuleKind.unknown || field.isUsedBy(kind)) {
                value(field);
            }
        }
        if (RuleField.WARN.isUsedBy(kind)) {
            levels();
        }
        window();
        factors();
        if (RuleField.BUDGET_PERCENTS.isUsedBy(kind)) {
            percents();
        }
        if (kind == RuleKind.agent_loop) {
            repeats();
        }
        if (!(rule.getRecoverRatio() > 0 && rule.getRecoverRatio() <= 1)) {
            fault(RuleField.RECOVER_RATIO, "is " + rule.getRecoverRatio(), "more than 0, and at most 1, such as 0.9");
        }
    }

    private void names() {
        if (!ID.matcher(rule.getRuleId()).matches()) {
            fault(
                    RuleField.RULE_ID,
                    "is \"" + rule.getRuleId() + "\"",
                    "1 to 80 of a-z, 0-9, '.', '_' and '-', the first of them a letter or a digit");
        }
        if (rule.getProjectId().isEmpty()) {
            fault(RuleField.PROJECT_ID, "is empty", "the id of a project, or * for each");
        }
        var description = rule.getDescription();
        if (description != null && description.length() > TEXT_MAX) {
            fault(RuleField.DESCRIPTION, "is " + description.length() + " characters long", "at most " + TEXT_MAX);
        }
    }

    private void words() {
        if (kind == RuleKind.unknown) {
            fault(RuleField.KIND, "is not known", oneOf(RuleKind.values()));
        }
        var scopes = RuleKinds.scopes(kind);
        if (rule.getScope() == AlertScope.unknown) {
            fault(RuleField.SCOPE, "is not known", oneOf(AlertScope.values()));
        } else if (!scopes.contains(rule.getScope())) {
            fault(
                    RuleField.SCOPE,
                    "is " + rule.getScope() + ", for which " + kind + " can't be counted",
                    scopes.stream().map(Enum::name).collect(Collectors.joining(" or ")));
        }
        var zone = rule.getTimeZone();
        if (zone != null && !isZone(zone)) {
            fault(RuleField.TIME_ZONE, "is \"" + zone + "\"", "a zone such as Europe/Berlin, or UTC");
        }
    }

    /** Whether the kind uses the field, and its number is in its range. */
    private void value(RuleField field) {
        var value = field.of(rule);
        if (value == null) {
            if (field.isRequiredBy(kind)) {
                fault(field, "is missing", "a value, for " + kind + " needs it");
            }
        } else if (!field.isUsedBy(kind) && field.isSet(rule)) {
            fault(field, "is there, but " + kind + " has no use for it", "a rule without it");
        } else if (value instanceof BigDecimal amount && field != RuleField.RECOVER_RATIO) {
            if (amount.signum() <= 0 || amount.compareTo(FixedPoint.MAX) > 0) {
                fault(field, "is " + amount.toPlainString(), "more than 0, and at most " + FixedPoint.MAX);
            }
        } else if (value instanceof Number number && !field.isInRange(number.longValue())) {
            fault(field, "is " + field.text(number.longValue()), field.range());
        }
    }

    private void levels() {
        var warn = rule.getWarn();
        var critical = rule.getCritical();
        if (warn == null && critical == null) {
            fault(RuleField.WARN, "is missing, and critical too", "at least one of them");
        } else if (warn != null && critical != null && critical.compareTo(warn) < 0) {
            fault(
                    RuleField.CRITICAL,
                    "is " + critical.toPlainString() + ", below warn",
                    "at least " + warn.toPlainString());
        }
        level(RuleField.WARN, warn);
        level(RuleField.CRITICAL, critical);
    }

    private void level(RuleField field, @Nullable BigDecimal value) {
        if (value == null) {
            return;
        }
        if (RuleKinds.RATES.contains(kind) && value.compareTo(BigDecimal.ONE) > 0) {
            fault(field, "is " + value.toPlainString(), "a share, such as 0.05 for 5 percent");
        }
        if (kind == RuleKind.no_data && (value.compareTo(BigDecimal.ONE) < 0 || value.compareTo(SILENCE_MAX) > 0)) {
            fault(field, "is " + value.toPlainString(), "seconds of silence, 1 to " + SILENCE_MAX);
        }
    }

    private void window() {
        var window = rule.getWindowMs();
        if (window == null || !RuleField.WINDOW.isInRange(window)) {
            return;
        }
        long step = window <= MINUTE_MS ? 1_000 : MINUTE_MS;
        if (window % step != 0) {
            fault(RuleField.WINDOW, "is " + window + " ms", "whole seconds up to a minute, and whole minutes above");
        }
    }

    private void factors() {
        var factor = rule.getFactor();
        var critical = rule.getCriticalFactor();
        if (RuleField.FACTOR.isUsedBy(kind)) {
            moreThanOne(RuleField.FACTOR, factor);
            if (factor != null && critical != null && critical.compareTo(factor) < 0) {
                fault(
                        RuleField.CRITICAL_FACTOR,
                        "is " + critical.toPlainString() + ", below factor",
                        "at least " + factor.toPlainString());
            }
        } else if (kind != RuleKind.unknown) {
            moreThanOne(RuleField.CRITICAL_FACTOR, critical);
        }
    }

    private void moreThanOne(RuleField field, @Nullable BigDecimal value) {
        if (value != null && value.compareTo(BigDecimal.ONE) <= 0) {
            fault(field, "is " + value.toPlainString(), "more than 1");
        }
    }

    private void percents() {
        var percents = rule.getBudgetPercents();
        boolean rising = true;
        for (int index = 0; index < percents.size(); index++) {
            int before = index == 0 ? 0 : percents.get(index - 1);
            rising &= percents.get(index) > before && percents.get(index) <= PERCENT_MAX;
        }
        if (percents.isEmpty() || percents.size() > PERCENTS_MAX || !rising) {
            fault(
                    RuleField.BUDGET_PERCENTS,
                    "is " + percents,
                    "1 to " + PERCENTS_MAX + " whole numbers, rising, from 1 to " + PERCENT_MAX);
        }
    }

    private void repeats() {
        for (var field : List.of(RuleField.REPEAT_CALLS, RuleField.REPEAT_CYCLES, RuleField.RETRY_FAILURES)) {
            if (field.number(rule) == 1) {
                fault(field, "is 1", "0 for never, or 2 and more");
            }
        }
    }

    private static boolean isZone(String name) {
        try {
            var _ = ZoneId.of(name);
            return true;
        } catch (DateTimeException unknown) {
            return false;
        }
    }

    private static <E extends Enum<E>> String oneOf(E[] symbols) {
        return "one of " + String.join(", ", RuleKinds.words(symbols));
    }

    private void fault(RuleField field, String problem, String right) {
        faults.add(new Rule.Fault(field.word(), problem, right));
    }
}
