package io.watchllm.cli.processor;

import io.watchllm.runtime.ConfigException;
import io.watchllm.schemas.Topics;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Option;

/** Options that name a partition which the processors read. */
final class InputPartition {
    private static final Set<String> READ = Set.of(Topics.EVENTS.name(), Topics.ALERT_PANES.name());

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "watchllm.events",
            description = "The topic: watchllm.events or watchllm.alert-panes (default: ${DEFAULT-VALUE}).")
    private String topic;

    @Option(names = "--partition", paramLabel = "P", required = true, description = "Its partition.")
    private int partition;

    /** @throws ConfigException for a topic that they don't read */
    TopicPartition partition() {
        if (!READ.contains(topic)) {
            throw new ConfigException(
                    "--topic",
                    "is " + topic + "; expected " + Topics.EVENTS.name() + " or " + Topics.ALERT_PANES.name());
        }
        return new TopicPartition(topic, partition);
    }
}
