package io.watchllm.cli.schema;

import io.watchllm.cli.shell.TopCommand;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.clickhouse.ClusterTool;
import io.watchllm.clickhouse.SchemaCheck;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaVerification;
import io.watchllm.clickhouse.StatementReport;
import io.watchllm.clickhouse.core.Problem;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code watchllm schema create|check|verify|grants}. */
@Command(
        name = "schema",
        synopsisSubcommandLabel = "COMMAND",
        description = "The tables, rollups and views in ClickHouse.",
        subcommands = SchemaGrantsCommand.class)
public final class SchemaCommand extends TopCommand {
    /** The node under whose line the statements are printed. */
    private @Nullable URI printedNode;

    @Command(
            name = "create",
            description = "Create the database and what it lacks of tables, rollups and views. Doing it again changes"
                    + " nothing.")
    int create(
            @Option(
                            names = "--dry-run",
                            description =
                                    "Only print each statement that would run, and what it would do to tables that"
                                            + " are full.")
                    boolean dryRun) {
        var out = out();
        var tool = tool();
        if (dryRun) {
            tool.plans().forEach(node -> {
                out.print(tool.several() ? "node " + node.url() + ": " : "");
                out.print(SchemaDryRun.text(node.plan()));
            });
            out.flush();
            return 0;
        }
        tool.create((node, report) -> print(node, report, tool.several()));
        return 0;
    }

    @Command(
            name = "check",
            description = "Compare the database with what this version expects: what is there, what is missing, what"
                    + " differs. Exit code 1 when something must be mended.")
    int check() {
        var checks = tool().check();
        for (var node : checks) {
            if (checks.size() > 1) {
                out().printf("%s%n", node.url());
            }
            print(node.check());
        }
        return sum(checks.stream().allMatch(node -> node.check().ok()), "the schema is as this version expects it");
    }

    private void print(SchemaCheck check) {
        var out = out();
        out.printf("%-24s %-22s %14s %14s %8s  %s%n", "table", "engine", "rows", "bytes", "columns", "indexes");
        for (var table : check.tables()) {
            out.printf(
                    "%-24s %-22s %,14d %,14d %8d  %s%n",
                    table.name(),
                    table.engine(),
                    table.size().rows(),
                    table.size().bytes(),
                    table.columns(),
                    String.join(" ", table.indexes()));
        }
        tell(check.problems());
    }

    @Command(
            name = "verify",
            description =
                    "Can ClickHouse be reached, which version is it, and which settings would store a row twice or"
                            + " lose it? Says how to mend each. Exit code 1 when something must be mended.")
    int verify() {
        var verifications = tool().verify();
        for (var verification : verifications) {
            out().printf("ClickHouse %s at %s%n", verification.version(), verification.url());
            tell(verification.problems());
        }
        return sum(
                verifications.stream().allMatch(SchemaVerification::ok), "nothing stands in the way of exactly-once");
    }

    private void tell(List<Problem> problems) {
        for (var problem : problems) {
            out().printf(
                            "%s %s: %s%n  mend: %s%n",
                            problem.severity().name().toLowerCase(Locale.ROOT),
                            problem.object(),
                            problem.what(),
                            problem.mend());
        }
    }

    private int sum(boolean ok, String allIsWell) {
        var out = out();
        out.println(ok ? allIsWell : "something must be mended, see above");
        out.flush();
        return exitCode(ok);
    }

    private ClusterTool tool() {
        var variables = environment();
        return new ClusterTool(
                ClickHouseSettings.from(variables), SchemaSettings.from(variables), ClusterSettings.from(variables));
    }

    /** A line for each statement, under a line for each node where there are several. */
    private void print(URI node, StatementReport report, boolean several) {
        var out = out();
        if (several && !node.equals(printedNode)) {
            out.printf("%s%n", node);
            printedNode = node;
        }
        out.printf(
                SchemaDryRun.LINE,
                report.number(),
                report.count(),
                report.migration(),
                report.kind(),
                report.name(),
                switch (report.outcome()) {
                    case DONE -> "done";
                    case ALREADY_THERE -> "already there";
                    case RESTORED -> "made again; rows that were in it are not back";
                });
        out.flush();
    }
}
