package io.watchllm.cli.run;

import io.watchllm.cli.shell.EnvironmentOption;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.clickhouse.QueryRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code watchllm run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "The runs of agents, as the tables have them.",
        subcommands = {RunShowCommand.class})
public final class RunCommand {
    @Mixin
    private EnvironmentOption environment;

    QueryRunner runner() {
        var variables = environment.environment();
        return ClusterSettings.from(variables).runner(ClickHouseSettings.from(variables));
    }
}
