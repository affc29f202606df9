package io.watchllm.cli.deadletters;

import io.watchllm.cli.shell.TopCommand;
import picocli.CommandLine.Command;

/** {@code watchllm dead-letters}. */
@Command(
        name = "dead-letters",
        synopsisSubcommandLabel = "COMMAND",
        description = "Records that could not be processed, as they were, and why.",
        subcommands = {
            DeadLettersListCommand.class,
            DeadLettersShowCommand.class,
            DeadLettersReplayCommand.class,
            DeadLettersDropCommand.class
        })
public final class DeadLettersCommand extends TopCommand {}
