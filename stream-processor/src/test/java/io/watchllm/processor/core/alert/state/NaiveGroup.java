package io.watchllm.processor.core.alert.state;

import io.watchllm.processor.core.alert.FixedPoint;
import io.watchllm.processor.core.alert.Observation;
import io.watchllm.processor.core.alert.Observation.Outcome;
import io.watchllm.processor.core.alert.rule.ActiveRule;
import io.watchllm.processor.core.alert.rule.Measure;
import java.util.ArrayList;
import java.util.List;

/**
 * A group as one would write it without a thought for cost: it keeps every event, looks at all of them at each event
 * and at each slide, and follows the words of the specification. For sums and rates.
 */
final class NaiveGroup {

    private final ActiveRule rule;
    private final Measure.Window measure;
    private final List<Observation> events = new ArrayList<>();
    private final List<String> alerts = new ArrayList<>();
    private long newestMs = -1;
    private long pane = -1;
    private int level;
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
        judge(Math.max(newestMs, pane * rule.slideMs()));
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
                judge(pane * rule.slideMs());
            }
        }
    }

    private void judge(long atMs) {
        long value = value();
        boolean judged = value >= 0;
        int wanted = !judged ? 0 : value >= bound(2) ? 2 : value >= bound(1) ? 1 : 0;
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
        if (judged && value >= recovery(level)) {
            belowSinceMs = -1;
        } else if (belowSinceMs < 0) {
            belowSinceMs = atMs;
        } else if (atMs - belowSinceMs >= rule.slideMs()) {
            int left = level;
            level = left == 2 && judged && value >= recovery(1) ? 1 : 0;
            for (int each = left; each > level; each--) {
                coolUntilMs[each] = atMs + rule.rule().policy().cooldownMs();
            }
            belowSinceMs = -1;
            tell(atMs, "resolved", left, value);
        }
    }

    private void tell(long atMs, String state, int which, long value) {
        alerts.add(atMs + " " + state + " " + which + (value < 0 ? "" : " " + value));
    }

    private long bound(int which) {
        long bound = which == 2 ? measure.levels().critical() : measure.levels().warn();
        return bound < 0 ? Long.MAX_VALUE : bound;
    }

    private long recovery(int which) {
        return (long) Math.ceil(bound(which) * rule.rule().policy().recoverRatio());
    }

    private long value() {
        long count = 0;
        long sum = 0;
        long bad = 0;
        for (var each : events) {
            long itsPane = each.timeMs() / rule.slideMs();
            if (itsPane <= pane && itsPane > pane - rule.panes()) {
                count++;
                sum += each.numbers().costNanos();
                bad += each.numbers().outcome() == Outcome.SUCCESS ? 0 : 1;
            }
        }
        if (count < measure.minCount()) {
            return -1;
        }
        return switch (rule.rule().kind()) {
            case cost_sum -> sum;
            case error_rate -> FixedPoint.share(bad, count);
            default -> throw new IllegalArgumentException("not here");
        };
    }
}
