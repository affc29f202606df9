package io.watchllm.cli.query;

import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.PlainWriter;
import io.watchllm.cli.shell.Terminal;
import io.watchllm.clickhouse.QueryRunner;
import io.watchllm.clickhouse.core.CatalogueQuery;
import io.watchllm.clickhouse.core.QueryArguments;
import io.watchllm.operations.prices.CachePrices;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code watchllm query run NAME}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run a query. Exit code 2 when a parameter is missing, unknown or not of its type.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  watchllm query run cost_by_model --param project=shop",
            "  watchllm query run cost_by_user --param project=shop --param days=7 --param until=2026-11-29",
            "  watchllm query run prompts_with_words --param project=shop --param 'words=refund late' --param hours=2",
            "  watchllm query run cost_by_user --param project=shop --format csv --spreadsheet > users.csv",
            "  watchllm query run most_expensive_runs --param project=shop --format json | jq .run_id"
        })
final class QueryRunCommand implements Callable<Integer> {
    private static final int TABLE_ROWS_MAX = 10_000;

    /** How an answer is told. */
    enum Format {
        table,
        csv,
        json
    }

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private QueryCommand parent;

    @Parameters(paramLabel = "NAME", description = "Name of the query; 'watchllm query list' names all.")
    private String name;

    @Option(
            names = {"-p", "--param"},
            paramLabel = "NAME=VALUE",
            description = "A parameter of the query; give it for each. Those with a default may be left out.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "table",
            description = "table (cuts long values), csv with a head, or json with an object a line (default:"
                    + " ${DEFAULT-VALUE}).")
    private Format format;

    @Option(
            names = "--spreadsheet",
            description =
                    "With --format csv: put ' before each text that a spreadsheet would take for a formula, so that"
                            + " opening the file runs nothing.")
    private boolean spreadsheet;

    @Override
    public Integer call() {
        var err = spec.commandLine().getErr();
        if (spreadsheet && format != Format.csv) {
            err.println("watchllm: --spreadsheet is for --format csv");
            return Failures.WRONG_SETTINGS;
        }
        var query = QueryCommand.find(name);
        var arguments = QueryArguments.of(query, parameters);
        if (!arguments.problems().isEmpty()) {
            arguments.problems().forEach(problem -> err.println("watchllm: " + problem));
            return Failures.WRONG_SETTINGS;
        }
        var out = spec.commandLine().getOut();
        try (var runner = parent.runner()) {
            var complete =
                    PriceQuestion.open(query, parameters) ? withPrices(runner, query, arguments, err) : arguments;
            if (format == Format.table) {
                table(runner, query, complete, out, err);
            } else {
                machineText(runner, query, complete, out);
            }
        }
        out.flush();
        return 0;
    }

    private QueryArguments withPrices(
            QueryRunner runner, CatalogueQuery query, QueryArguments arguments, PrintWriter err) {
        var models = PriceQuestion.models(runner, arguments.values().getOrDefault("project", ""));
        var given = new LinkedHashMap<>(parameters);
        given.put(PriceQuestion.PARAMETER, CachePrices.json(parent.prices(err), models));
        return QueryArguments.of(query, given);
    }

    /** A file or a program gets CSV as it is; a terminal does not. JSON says the same in both. */
    private void machineText(QueryRunner runner, CatalogueQuery query, QueryArguments arguments, PrintWriter out) {
        var csv = Terminal.width().isPresent() ? out : PlainWriter.exact(out);
        if (spreadsheet) {
            runner.run(query.sql(), arguments.values(), ClickHouseFormat.TabSeparatedWithNamesAndTypes, answer -> {
                SpreadsheetCsv.write(answer, csv);
                return 0L;
            });
        } else if (format == Format.json) {
            runner.run(query.sql(), arguments.values(), ClickHouseFormat.JSONEachRow, answer -> {
                var lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
                lines.lines().forEach(line -> out.print(line + "\n"));
                return 0L;
            });
        } else {
            runner.run(
                    query.sql(),
                    arguments.values(),
                    ClickHouseFormat.CSVWithNames,
                    answer -> new InputStreamReader(answer, StandardCharsets.UTF_8).transferTo(csv));
        }
        csv.flush();
    }

    private static void table(
            QueryRunner runner, CatalogueQuery query, QueryArguments arguments, PrintWriter out, PrintWriter err) {
        var table = runner.run(
                query.sql(),
                arguments.values(),
                ClickHouseFormat.TabSeparatedWithNamesAndTypes,
                answer -> ResultTable.read(answer, TABLE_ROWS_MAX));
        out.print(table.text(Terminal.width()));
        if (table.more()) {
            err.printf(
                    "watchllm: there are more than %,d rows; --format csv or json has all of them%n", TABLE_ROWS_MAX);
        }
    }
}
