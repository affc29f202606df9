package io.watchllm.cli.rollups;

import io.watchllm.cli.shell.TopCommand;
import io.watchllm.operations.rollup.RollupScope;
import io.watchllm.runtime.ConfigException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code watchllm rollups}. */
@Command(
        name = "rollups",
        synopsisSubcommandLabel = "COMMAND",
        description = "The rollups against a recount of the rows that they count.",
        subcommands = {RollupsVerifyCommand.class, RollupsRebuildCommand.class})
public final class RollupsCommand extends TopCommand {
    /** The table that the rollups count. */
    static final String TABLE = "events";

    static RollupScope scope(@Nullable String project, @Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new ConfigException("--from", "'" + from + "' is not before --to, '" + to + "'.");
        }
        return new RollupScope(project, from, to);
    }
}
