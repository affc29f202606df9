package io.watchllm.cli.alerts;

import io.watchllm.cli.shell.EnvironmentOption;
import io.watchllm.operations.kafka.KafkaConnection;
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
public final class AlertsCommand {
    @Mixin
    private EnvironmentOption environment;

    KafkaConnection connection() {
        return new KafkaConnection(KafkaSettings.from(environment.environment()));
    }
}
