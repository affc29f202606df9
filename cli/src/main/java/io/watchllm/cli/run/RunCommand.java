package io.watchllm.cli.run;

import io.watchllm.cli.shell.TopCommand;
import picocli.CommandLine.Command;

/** {@code watchllm run}. */
@Command(
        name = "run",
        synopsisSubcommandLabel = "COMMAND",
        description = "The runs of agents, as the tables have them.",
        subcommands = {RunShowCommand.class})
public final class RunCommand extends TopCommand {}
