package io.watchllm.cli.rules;

import io.watchllm.alerting.AlertRecords;
import io.watchllm.alerting.AlertText;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.rule.RuleField;
import io.watchllm.cli.shell.JsonObject;
import io.watchllm.control.AlertRule;
import io.watchllm.runtime.PlainText;
import io.watchllm.validation.Sizes;
import java.math.BigDecimal;
import java.time.Instant;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Text of rules and alerts: for people in a line, as JSON by the names of their schemas. */
public final class RuleText {
    /** Head of the lines of rules. */
    public static final String HEAD = "%-8s  %-32s  %7s  %-6s  %-20s  %-8s  %-20s  %12s  %12s  %s"
            .formatted("list", "rule", "version", "on", "kind", "scope", "project", "warn", "critical", "window");

    private static final AlertRecords RECORDS = new AlertRecords(Sizes.DEFAULT);

    private RuleText() {}

    /**
     * One line of a rule.
     *
     * @param failed whether a processor has switched it off
     */
    public static String line(String list, AlertRule rule, boolean failed) {
        return PlainText.line("%-8s  %-32s  %7d  %-6s  %-20s  %-8s  %-20s  %12s  %12s  %s"
                .formatted(
                        list,
                        rule.getRuleId(),
                        rule.getVersion(),
                        failed ? "failed" : rule.getEnabled() ? "yes" : "no",
                        rule.getKind(),
                        rule.getScope(),
                        rule.getProjectId(),
                        number(rule.getWarn() == null ? rule.getFactor() : rule.getWarn()),
                        number(rule.getCritical() == null ? rule.getCriticalFactor() : rule.getCritical()),
                        rule.getWindowMs() == null ? "-" : rule.getWindowMs() / 1_000 + " s"));
    }

    /**
     * All that a rule says, by the names of files.
     *
     * @param failed whether a processor has switched it off
     */
    public static String json(String list, AlertRule rule, boolean failed) {
        var fields = new JsonObject();
        fields.put("list", list);
        fields.put("failed", failed);
        for (var field : RuleField.values()) {
            var value = field.of(rule);
            if (value != null) {
                fields.put(
                        field.type() == RuleField.Type.DURATION ? field.word() + "_ms" : field.word(),
                        value instanceof Integer || value instanceof Long || value instanceof Boolean
                                ? value
                                : plain(value));
            }
        }
        return fields.line();
    }

    /** One line of an alert: when, which rule, and what it says. */
    public static String line(RaisedAlert alert) {
        var trigger = alert.finding().trigger().event();
        return PlainText.line("%s  %-9s %-8s  %s%s"
                .formatted(
                        Instant.ofEpochMilli(alert.status().timeMs()),
                        alert.status().state(),
                        alert.status().level(),
                        AlertText.of(alert),
                        trigger.isNone() ? "" : ", event " + trigger.eventId() + " of run " + trigger.runId()));
    }

    /** All that an alert carries, as on its topic. */
    public static String json(RaisedAlert alert) {
        return fields(RECORDS.alert(alert)).line();
    }

    private static JsonObject fields(IndexedRecord record) {
        var fields = new JsonObject();
        for (var field : record.getSchema().getFields()) {
            fields.put(field.name(), plain(record.get(field.pos())));
        }
        return fields;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case IndexedRecord record -> fields(record);
            case BigDecimal decimal -> decimal.stripTrailingZeros();
            case Number number -> number;
            case Boolean flag -> flag;
            case Iterable<?> list -> list;
            default -> value.toString();
        };
    }

    private static String number(@Nullable BigDecimal number) {
        return number == null ? "-" : number.stripTrailingZeros().toPlainString();
    }
}
