package io.watchllm.notifier.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.watchllm.control.Alert;
import io.watchllm.events.AlertDetail;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fields of an alert by their column names in the table events, for JSON, templates and log lines. */
public final class AlertFields {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private static final Map<String, Function<Alert, @Nullable Object>> FIELDS = fields();

    private AlertFields() {}

    /** The names, in display order. */
    public static List<String> names() {
        return List.copyOf(FIELDS.keySet());
    }

    /**
     * One field as text; empty when the alert does not have it.
     *
     * @param name one of {@link #names}
     */
    public static String text(Alert alert, String name) {
        var field = FIELDS.get(name);
        if (field == null) {
            throw new IllegalArgumentException(name + " is no field of an alert");
        }
        return switch (field.apply(alert)) {
            case null -> "";
            case BigDecimal number -> number.toPlainString();
            case List<?> items ->
                String.join(", ", items.stream().map(Object::toString).toList());
            case Object other -> other.toString();
        };
    }

    /** All fields that are set: texts, numbers, lists and one boolean. */
    public static Map<String, Object> values(Alert alert) {
        var values = new LinkedHashMap<String, Object>();
        FIELDS.forEach((name, field) -> {
            var value = field.apply(alert);
            if (value != null) {
                values.put(name, value);
            }
        });
        return values;
    }

    /** JSON on one line; decimals are plain numbers. */
    public static String json(Map<String, ?> fields) {
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts, numbers and lists are always JSON", impossible);
        }
    }

    private static Map<String, Function<Alert, @Nullable Object>> fields() {
        var fields = new LinkedHashMap<String, Function<Alert, @Nullable Object>>();
        fields.put("event_id", Alert::getEventId);
        fields.put("project_id", Alert::getProjectId);
        fields.put("run_id", Alert::getRunId);
        fields.put("timestamp", alert -> alert.getTimestamp().toString());
        fields.put("event_type", alert -> word(alert.getEventType()));
        fields.put("message", Alert::getMessage);
        detail(fields, "alert_rule_id", AlertDetail::getAlertRuleId);
        detail(fields, "alert_type", detail -> word(detail.getAlertType()));
        detail(fields, "alert_level", detail -> word(detail.getAlertLevel()));
        detail(fields, "alert_state", detail -> word(detail.getAlertState()));
        detail(fields, "alert_scope", detail -> word(detail.getAlertScope()));
        detail(fields, "alert_group", AlertDetail::getAlertGroup);
        detail(fields, "alert_threshold", detail -> plain(detail.getThreshold()));
        detail(fields, "alert_actual_value", detail -> plain(detail.getActualValue()));
        detail(fields, "alert_baseline", detail -> plain(detail.getAlertBaseline()));
        detail(fields, "alert_window_minutes", AlertDetail::getWindowMinutes);
        detail(fields, "alert_window_ms", AlertDetail::getAlertWindowMs);
        detail(fields, "alert_sample_count", AlertDetail::getAlertSampleCount);
        detail(fields, "alert_unpriced_count", AlertDetail::getAlertUnpricedCount);
        detail(fields, "alert_trigger_run_id", AlertDetail::getAlertTriggerRunId);
        detail(fields, "alert_trigger_event_id", AlertDetail::getAlertTriggerEventId);
        detail(fields, "alert_first_event_time", detail -> word(detail.getAlertFirstEventTime()));
        detail(fields, "alert_affected_models", AlertDetail::getAffectedModels);
        detail(fields, "alert_detection_lag_ms", AlertDetail::getAlertDetectionLagMs);
        detail(fields, "alert_backfill", AlertDetail::getAlertBackfill);
        return fields;
    }

    private static void detail(
            Map<String, Function<Alert, @Nullable Object>> fields,
            String name,
            Function<AlertDetail, @Nullable Object> field) {
        fields.put(name, alert -> field.apply(alert.getAlert()));
    }

    private static @Nullable String word(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** Without trailing zeros from the decimal's scale. */
    private static @Nullable BigDecimal plain(@Nullable BigDecimal value) {
        if (value == null) {
            return null;
        }
        var stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
