package io.watchllm.notifier;

import io.watchllm.notifier.consume.TargetStatus;
import io.watchllm.runtime.Health;
import java.util.ArrayList;
import java.util.Map;

/**
 * Live while each loop runs. Ready when each reads its topic and no target has failed several times in a row.
 *
 * @param statuses how each target fares, by its name
 */
record NotifierHealth(Map<String, TargetStatus> statuses) implements Health {
    /** A single failure is no news: it is tried again within seconds. */
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
}
