package io.watchllm.cli;

import io.watchllm.cli.kafka.KafkaConnection;
import io.watchllm.runtime.KafkaSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code watchllm alerts}. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Alerts on cost, performance and runaway agents, with the numbers that made them.",
        subcommands = {AlertsTailCommand.class, AlertsListCommand.class})
final class AlertsCommand {
    @Mixin
    private EnvironmentOption environment;

    KafkaConnection connection() {
        return new KafkaConnection(KafkaSettings.from(environment.environment()));
    }
}
