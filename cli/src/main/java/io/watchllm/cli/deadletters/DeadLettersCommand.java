package io.watchllm.cli.deadletters;

import io.watchllm.cli.shell.EnvironmentOption;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.runtime.KafkaSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code watchllm dead-letters}. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Records that could not be processed, as they were, and why.",
        subcommands = {
            DeadLettersListCommand.class,
            DeadLettersShowCommand.class,
            DeadLettersReplayCommand.class,
            DeadLettersDropCommand.class
        })
public final class DeadLettersCommand {
    @Mixin
    private EnvironmentOption environment;

    KafkaConnection connection() {
        return new KafkaConnection(KafkaSettings.from(environment.environment()));
    }
}
