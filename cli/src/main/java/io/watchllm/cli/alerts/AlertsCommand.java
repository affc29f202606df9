package io.watchllm.cli.alerts;

import io.watchllm.cli.shell.TopCommand;
import picocli.CommandLine.Command;

/** {@code watchllm alerts}. */
@Command(
        name = "alerts",
        synopsisSubcommandLabel = "COMMAND",
        description = "Alerts on cost, performance and runaway agents, with the numbers that made them.",
        subcommands = {AlertsTailCommand.class, AlertsListCommand.class})
public final class AlertsCommand extends TopCommand {}
