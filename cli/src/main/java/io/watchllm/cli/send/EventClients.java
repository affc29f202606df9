package io.watchllm.cli.send;

import io.watchllm.producer.BudgetWatch;
import io.watchllm.producer.EventPublisher;
import io.watchllm.producer.WhenFull;
import io.watchllm.runtime.KafkaSettings;
import java.time.Duration;

/** Clients of the producer's library, by the settings that all commands read. */
public final class EventClients {
    private static final Duration ROOM_WAIT_MAX = Duration.ofMinutes(2);

    private EventClients() {}

    /** A publisher that waits for room rather than refuse: files are read as fast as Kafka takes them. */
    static EventPublisher publisher(KafkaSettings settings) {
        return EventPublisher.builder()
                .bootstrap(settings.bootstrap())
                .schemaRegistry(settings.registryUrl().toString())
                .properties(settings.clientProperties())
                .whenFull(WhenFull.waitUpTo(ROOM_WAIT_MAX))
                .build();
    }

    /** What an agent asks whether its run has used so much of its budget, in percent. */
    public static BudgetWatch budgetWatch(KafkaSettings settings, int percent) {
        return BudgetWatch.builder()
                .bootstrap(settings.bootstrap())
                .schemaRegistry(settings.registryUrl().toString())
                .properties(settings.clientProperties())
                .percent(percent)
                .build();
    }
}
