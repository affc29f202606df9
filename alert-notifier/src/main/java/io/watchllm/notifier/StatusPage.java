package io.watchllm.notifier;

import io.watchllm.notifier.consume.TargetStatus;
import io.watchllm.notifier.core.AlertFields;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Status of each target as JSON. */
final class StatusPage {
    private StatusPage() {}

    static String json(Map<String, TargetStatus> statuses) {
        var targets = statuses.entrySet().stream()
                .map(each -> target(each.getKey(), each.getValue().now()))
                .toList();
        return AlertFields.json(Map.of("targets", targets));
    }

    private static Map<String, Object> target(String name, TargetStatus.Now now) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("target", name);
        fields.put("reading", now.reading().name().toLowerCase(Locale.ROOT));
        fields.put("pending", now.pending());
        fields.put("failures", now.failures());
        fields.put("lag", now.lag());
        fields.put("last_error", now.error());
        fields.put("last_error_time", String.valueOf(now.errorTime() == null ? "" : now.errorTime()));
        fields.put("last_delivered", String.valueOf(now.delivered() == null ? "" : now.delivered()));
        return fields;
    }
}
