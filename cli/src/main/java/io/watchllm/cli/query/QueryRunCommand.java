package io.watchllm.cli.query;

import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.PlainWriter;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.cli.shell.Terminal;
import io.watchllm.clickhouse.BlockClient;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code watchllm query run NAME}. */
@Command(
        name = "run",
        description = "Run a query. Exit code 2 when a parameter is missing, unknown or not of its type.",
        footer = {
            "  watchllm query run cost_by_model --param project=shop",
            "  watchllm query run cost_by_user --param project=shop --param days=7 --param until=2026-11-29",
            "  watchllm query run prompts_with_words --param project=shop --param 'words=refund late' --param hours=2",
            "  watchllm query run cost_by_user --param project=shop --format csv --spreadsheet > users.csv",
            "  watchllm query run most_expensive_runs --param project=shop --format json | jq .run_id"
        })
final class QueryRunCommand extends ShellCommand implements Callable<Integer> {
    private static final int TABLE_ROWS_MAX = 10_000;

    /** How an answer is told. */
    enum Format {
        table,
        csv,
        json
    }

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
        var err = err();
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
        var out = out();
        try (var reader = parent.reader()) {
            var complete = PriceQuestion.open(query, parameters) ? withPrices(reader, query, arguments) : arguments;
            if (format == Format.table) {
                table(reader, query, complete, out, err);
            } else {
                machineText(reader, query, complete, out);
            }
        }
        out.flush();
        return 0;
    }

    private QueryArguments withPrices(BlockClient reader, CatalogueQuery query, QueryArguments arguments) {
        var models = PriceQuestion.models(reader, arguments.values().getOrDefault("project", ""));
        var given = new LinkedHashMap<>(parameters);
        given.put(PriceQuestion.PARAMETER, CachePrices.json(parent.prices(), models));
        return QueryArguments.of(query, given);
    }

    /** A file or a program gets CSV as it is; a terminal does not. JSON says the same in both. */
    private void machineText(BlockClient reader, CatalogueQuery query, QueryArguments arguments, PrintWriter out) {
        var csv = Terminal.width().isPresent() ? out : PlainWriter.exact(out);
        if (spreadsheet) {
            reader.read(query.sql(), arguments.values(), ClickHouseFormat.TabSeparatedWithNamesAndTypes, answer -> {
                SpreadsheetCsv.write(answer, csv);
                return 0L;
            });
        } else if (format == Format.json) {
            reader.read(query.sql(), arguments.values(), ClickHouseFormat.JSONEachRow, answer -> {
                var lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
                lines.lines().forEach(line -> out.print(line + "\n"));
                return 0L;
            });
        } else {
            reader.read(
                    query.sql(),
                    arguments.values(),
                    ClickHouseFormat.CSVWithNames,
                    answer -> new InputStreamReader(answer, StandardCharsets.UTF_8).transferTo(csv));
        }
        csv.flush();
    }

    private static void table(
            BlockClient reader, CatalogueQuery query, QueryArguments arguments, PrintWriter out, PrintWriter err) {
        var table = reader.read(
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
