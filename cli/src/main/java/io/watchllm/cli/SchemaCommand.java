package io.watchllm.cli;

import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.clickhouse.StatementReport;
import io.watchllm.clickhouse.core.Problem;
import io.watchllm.service.Environment;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watchllm schema create|check|verify|grants}. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "The tables, rollups and views in ClickHouse.",
        subcommands = SchemaGrantsCommand.class)
final class SchemaCommand {
    @Spec
    private CommandSpec spec;

    @Mixin
    private EnvironmentOption environment;

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Create the database and what it lacks of tables, rollups and views. Doing it again changes"
                    + " nothing.")
    int create(
            @Option(
                            names = "--dry-run",
                            description =
                                    "Only print each statement that would run, and what it would do to tables that"
                                            + " are full.")
                    boolean dryRun) {
        Quiet.services();
        var out = spec.commandLine().getOut();
        if (dryRun) {
            out.print(SchemaDryRun.text(tool().plan()));
            out.flush();
            return 0;
        }
        tool().create(report -> print(report, out));
        return 0;
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Compare the database with what this version expects: what is there, what is missing, what"
                    + " differs. Exit code 1 when something must be mended.")
    int check() {
        var out = spec.commandLine().getOut();
        var check = tool().check();
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
        return tell(check.problems(), check.ok(), "the schema is as this version expects it");
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description =
                    "Can ClickHouse be reached, which version is it, and which settings would store a row twice or"
                            + " lose it? Says how to mend each. Exit code 1 when something must be mended.")
    int verify() {
        var verification = tool().verify();
        spec.commandLine().getOut().printf("ClickHouse %s at %s%n", verification.version(), verification.url());
        return tell(verification.problems(), verification.ok(), "nothing stands in the way of exactly-once");
    }

    private int tell(List<Problem> problems, boolean ok, String allIsWell) {
        var out = spec.commandLine().getOut();
        for (var problem : problems) {
            out.printf(
                    "%s %s: %s%n  mend: %s%n",
                    problem.severity().name().toLowerCase(Locale.ROOT),
                    problem.object(),
                    problem.what(),
                    problem.mend());
        }
        out.println(ok ? allIsWell : "something must be mended, see above");
        out.flush();
        return ok ? 0 : Failures.FAILED;
    }

    private SchemaTool tool() {
        var variables = variables();
        return new SchemaTool(ClickHouseSettings.from(variables), SchemaSettings.from(variables));
    }

    Environment variables() {
        return environment.environment();
    }

    private static void print(StatementReport report, PrintWriter out) {
        out.printf(
                "%3d/%d  %-22s %-24s %-20s %s%n",
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
