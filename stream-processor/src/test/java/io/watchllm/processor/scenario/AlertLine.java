package io.watchllm.processor.scenario;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.control.Alert;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An alert as a line of a scenario, such as {@code 1m5s budget firing warn u1: 5.2 of 5 (3 events)}. */
public final class AlertLine {

    private AlertLine() {}

    /** The line of a record on the topic of alerts. */
    public static String of(Alert alert) {
        var detail = alert.getAlert();
        var at = Duration.between(Scenario.START, alert.getTimestamp());
        var line = "%s %s %s %s %s: %s of %s (%d events)"
                .formatted(
                        time(at),
                        detail.getAlertRuleId(),
                        detail.getAlertState(),
                        detail.getAlertLevel(),
                        detail.getAlertGroup(),
                        plain(detail.getActualValue()),
                        plain(detail.getThreshold()),
                        detail.getAlertSampleCount());
        if (detail.getAlertBaseline() != null) {
            line += " baseline " + plain(detail.getAlertBaseline());
        }
        if (detail.getAlertUnpricedCount() != null && detail.getAlertUnpricedCount() > 0) {
            line += " unpriced " + detail.getAlertUnpricedCount();
        }
        return detail.getAlertBackfill() ? line + " backfill" : line;
    }

    private static String time(Duration at) {
        return at.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static String plain(@Nullable BigDecimal number) {
        return number == null ? "-" : FixedPoint.text(FixedPoint.of(number));
    }
}
