package io.watchllm.cli;

import io.watchllm.clickhouse.ClickHouseSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code watchllm run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "The runs of agents, as the tables have them.",
        subcommands = {RunShowCommand.class})
final class RunCommand {
    @Mixin
    private EnvironmentOption environment;

    ClickHouseSettings settings() {
        return ClickHouseSettings.from(environment.environment());
    }
}
