package io.watchllm.cli.schema;

import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.clickhouse.SchemaRoles;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.core.ReaderLimits;
import io.watchllm.clickhouse.core.RolePlan.Section;
import io.watchllm.clickhouse.core.RoleRequest;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code watchllm schema grants}. */
@Command(
        name = "grants",
        description = {
            "Print, or with --apply run, the SQL that makes a role for the sink, one for analysts and one for the schema,"
                    + " and gives them to users.",
            "",
            "Users and their passwords are made elsewhere. The roles are called after the database: watchllm_writer,"
                    + " watchllm_reader, watchllm_admin. All statements can be run again, and are to be after an upgrade. With"
                    + " WATCHLLM_CLICKHOUSE_SHARDS they are for each node, and --apply runs them there."
        },
        footer = {
            "  watchllm schema grants --writer sink --reader grafana --admin deploy > roles.sql",
            "  watchllm schema grants --reader grafana --max-execution-time 20 --apply",
            "  watchllm schema grants --project shop --reader shop-team     sees the rows of shop and no others"
        })
final class SchemaGrantsCommand extends ShellCommand implements Callable<Integer> {
    @Option(names = "--writer", paramLabel = "USER", description = "A user of sinks and audits; may be repeated.")
    private List<String> writers = List.of();

    @Option(names = "--reader", paramLabel = "USER", description = "A user who only asks; may be repeated.")
    private List<String> readers = List.of();

    @Option(
            names = "--admin",
            paramLabel = "USER",
            description = "A user of schema create and prices reprice; may be repeated.")
    private List<String> admins = List.of();

    @Option(
            names = "--project",
            paramLabel = "P",
            description =
                    "Make a role that reads this project alone, and give it to each --reader in place of that of all"
                            + " projects; may be repeated.")
    private List<String> projects = List.of();

    @Option(
            names = "--readonly",
            paramLabel = "1|2",
            defaultValue = "2",
            description = "1: a reader may change no setting. 2: all but the limits, as drivers and dashboards need."
                    + " Default: ${DEFAULT-VALUE}.")
    private int readonly;

    @Option(
            names = "--max-execution-time",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long a reader's query may run. Default: ${DEFAULT-VALUE}.")
    private long maxExecutionTimeSeconds;

    @Option(
            names = "--max-memory-usage",
            paramLabel = "BYTES",
            defaultValue = "4000000000",
            description = "How much memory it may hold. Default: ${DEFAULT-VALUE}.")
    private long maxMemoryUsageBytes;

    @Option(
            names = "--max-rows-to-read",
            paramLabel = "ROWS",
            defaultValue = "1000000000",
            description = "How many rows it may read. Default: ${DEFAULT-VALUE}.")
    private long maxRowsToRead;

    @Option(names = "--apply", description = "Run the statements; needs a user who may manage access.")
    private boolean apply;

    @Override
    public Integer call() {
        var variables = environment();
        var roles = new SchemaRoles(
                ClickHouseSettings.from(variables), SchemaSettings.from(variables), ClusterSettings.from(variables));
        var sections = roles.plan(request());
        var out = out();
        sections.forEach(section -> print(section, out));
        if (apply) {
            roles.apply(sections, node -> {
                out.println("-- done: every statement was run at " + node);
                out.flush();
            });
        }
        out.flush();
        return 0;
    }

    private RoleRequest request() {
        try {
            return new RoleRequest(
                    writers,
                    readers,
                    admins,
                    projects,
                    new ReaderLimits(readonly, maxExecutionTimeSeconds, maxMemoryUsageBytes, maxRowsToRead));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static void print(Section section, PrintWriter out) {
        out.println("-- " + section.title());
        section.statements().forEach(statement -> out.println(statement + ";"));
        out.println();
    }
}
