package io.watchllm.notifier;

import io.watchllm.notifier.consume.TargetStatus;
import io.watchllm.notifier.core.AlertFields;
import io.watchllm.runtime.Health;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Health of the notifier: live while each loop runs, ready when each reads its topic and no target has failed several
 * times in a row.
 *
 * @param statuses status of each target, by name
 */
record NotifierHealth(Map<String, TargetStatus> statuses) implements Health {
    /** Failures in a row that make it unready; a single one is retried within seconds. */
    static final int FAILURES_UNREADY = 5;

    @Override
    public Status live() {
        for (var each : statuses.entrySet()) {
            if (each.getValue().now().reading() == TargetStatus.Reading.ENDED) {
                return Status.down("the loop of target " + each.getKey() + " has ended");
            }
        }
        return Status.UP;
    }

    @Override
    public Status ready() {
        var problems = new ArrayList<String>();
        statuses.forEach((name, status) -> {
            var now = status.now();
            switch (now.reading()) {
                case STARTING -> problems.add(name + " has not heard of Kafka yet");
                case HELD_UP -> problems.add(name + " is held up: " + now.error());
                case ENDED -> problems.add(name + " has ended");
                case READING -> {
                    if (now.failures() >= FAILURES_UNREADY) {
                        problems.add(name + " failed " + now.failures() + " times in a row: it " + now.error());
                    }
                }
            }
        });
        return problems.isEmpty() ? Status.UP : Status.down(String.join("; ", problems));
    }

    /** Status of each target as JSON. */
    String json() {
        var targets = statuses.entrySet().stream()
                .map(each -> fields(each.getKey(), each.getValue().now()))
                .toList();
        return AlertFields.json(Map.of("targets", targets));
    }

    private static Map<String, Object> fields(String name, TargetStatus.Now now) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("target", name);
        fields.put("reading", now.reading().name().toLowerCase(Locale.ROOT));
        fields.put("pending", now.pending());
        fields.put("failures", now.failures());
        fields.put("lag", now.lag());
        fields.put("last_error", now.error());
        fields.put("last_error_time", Objects.toString(now.errorTime(), ""));
        fields.put("last_delivered", Objects.toString(now.delivered(), ""));
        return fields;
    }
}
