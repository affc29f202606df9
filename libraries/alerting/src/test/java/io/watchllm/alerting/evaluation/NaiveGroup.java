package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.rule.Measure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group as one would write it without a thought for cost: it keeps every event, looks at all of them at each event
 * and at each slide, and follows the words of the specification, with numbers of the JDK. For sums and rates.
 */
final class NaiveGroup {

    private final ActiveRule rule;
    private final Measure.Window measure;
    private final List<Observation> events = new ArrayList<>();
    private final List<String> alerts = new ArrayList<>();
    private long newestMs = -1;
    private long pane = -1;
    private int level;
    private int worst;
    private long belowSinceMs = -1;
    private int breaches;
    private boolean held;
    private long lastBreachPane = -1;
    private final long[] coolUntilMs = new long[3];

    NaiveGroup(ActiveRule rule) {
        this.rule = rule;
        measure = (Measure.Window) rule.rule().measure();
    }

    List<String> alerts() {
        return alerts;
    }

    /** Late is what ended two minutes before the group's newest event and before how far each partition has come. */
    void observe(Observation seen, long watermarkMs) {
        long itsPane = seen.timeMs() / rule.slideMs();
        long itsEnd = (itsPane + 1) * rule.slideMs();
        if (newestMs >= 0 && itsEnd <= newestMs - 120_000 && itsEnd <= watermarkMs - 120_000) {
            return;
        }
        passTo(itsPane);
        events.add(seen);
        newestMs = Math.max(newestMs, seen.timeMs());
        evaluate(Math.max(newestMs, pane * rule.slideMs()));
    }

    void tick(long nowMs) {
        if (nowMs > newestMs) {
            passTo(nowMs / rule.slideMs());
        }
    }

    private void passTo(long next) {
        if (pane < 0) {
            pane = next;
        }
        while (pane < next) {
            pane++;
            // What is quiet is woken by events alone: that good calls leave a window is no news.
            if (level > 0 || breaches > 0 || held) {
                evaluate(pane * rule.slideMs());
            }
        }
    }

    private void evaluate(long atMs) {
        var value = value();
        int wanted = value == null ? 0 : reaches(value, 2) ? 2 : reaches(value, 1) ? 1 : 0;
        held = false;
        while (wanted > level && coolUntilMs[wanted] > atMs) {
            wanted--;
            held = true;
        }
        if (wanted > level) {
            if (atMs / rule.slideMs() != lastBreachPane) {
                lastBreachPane = atMs / rule.slideMs();
                breaches++;
            }
            if (breaches >= rule.rule().policy().forN()) {
                worst = level == 0 ? wanted : Math.max(worst, wanted);
                level = wanted;
                breaches = 0;
                lastBreachPane = -1;
                belowSinceMs = -1;
                tell(atMs, "firing", level, value);
            }
            return;
        }
        breaches = 0;
        lastBreachPane = -1;
        if (level == 0) {
            return;
        }
        if (value != null && isAboveRecovery(value, level)) {
            belowSinceMs = -1;
        } else if (belowSinceMs < 0) {
            belowSinceMs = atMs;
        } else if (atMs - belowSinceMs >= rule.slideMs()) {
            int left = level;
            level = left == 2 && value != null && isAboveRecovery(value, 1) ? 1 : 0;
            for (int each = left; each > level; each--) {
                coolUntilMs[each] = atMs + rule.rule().policy().cooldownMs();
            }
            belowSinceMs = -1;
            if (level == 1) {
                tell(atMs, "firing", 1, value);
            } else {
                tell(atMs, "resolved", worst, value);
            }
        }
    }

    private void tell(long atMs, String state, int which, @Nullable BigDecimal value) {
        alerts.add(atMs + " " + state + " " + which + (value == null ? "" : " " + value.toPlainString()));
    }

    private boolean reaches(BigDecimal value, int which) {
        var bound = bound(which);
        return bound.signum() >= 0 && value.compareTo(bound) >= 0;
    }

    /** As the rule has it: negative when there is no such level. */
    private BigDecimal bound(int which) {
        return BigDecimal.valueOf(
                which == 2 ? measure.levels().critical() : measure.levels().warn(), 9);
    }

    private boolean isAboveRecovery(BigDecimal value, int which) {
        var ratio = new BigDecimal(Double.toString(rule.rule().policy().recoverRatio()));
        return bound(which).signum() >= 0 && value.compareTo(bound(which).multiply(ratio)) >= 0;
    }

    /** Nine decimals, rounded down; null when too few events are there. */
    private @Nullable BigDecimal value() {
        int count = 0;
        var usd = BigDecimal.ZERO;
        var tokens = BigDecimal.ZERO;
        int bad = 0;
        for (var each : events) {
            long itsPane = each.timeMs() / rule.slideMs();
            if (itsPane <= pane && itsPane > pane - rule.panes()) {
                count++;
                usd = usd.add(BigDecimal.valueOf(each.numbers().costNanos(), 9));
                tokens = tokens.add(BigDecimal.valueOf(each.numbers().tokens()));
                bad += each.numbers().outcome() == Outcome.SUCCESS ? 0 : 1;
            }
        }
        if (count < measure.minCount()) {
            return null;
        }
        var value = switch (rule.rule().kind()) {
            case cost_sum -> usd;
            case token_limit -> tokens;
            case error_rate -> BigDecimal.valueOf(bad).divide(BigDecimal.valueOf(count), 9, RoundingMode.DOWN);
            default -> throw new IllegalArgumentException("not here");
        };
        return value.setScale(9, RoundingMode.UNNECESSARY);
    }
}
