package io.watchllm.cli.query;

import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.cli.prices.PricesCommand;
import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.PlainWriter;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.cli.shell.Terminal;
import io.watchllm.cli.shell.TopCommand;
import io.watchllm.clickhouse.BlockClient;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.clickhouse.QueryCatalogue;
import io.watchllm.clickhouse.core.CatalogueQuery;
import io.watchllm.clickhouse.core.QueryArguments;
import io.watchllm.operations.prices.CachePrices;
import io.watchllm.pricing.BuiltInPrices;
import io.watchllm.pricing.PriceList;
import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.PlainText;
import io.watchllm.text.SimilarNames;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code watchllm query}. */
@Command(
        name = "query",
        synopsisSubcommandLabel = "COMMAND",
        description = "Questions to the tables that come with their queries: cost, latency, errors, runs, alerts.",
        subcommands = {QueryCommand.ListCommand.class, QueryCommand.ShowCommand.class, QueryCommand.RunCommand.class})
public final class QueryCommand extends TopCommand {
    /**
     * The query of this name.
     *
     * @throws ConfigException when there is none; names those that are like it
     */
    static CatalogueQuery find(String name) {
        var catalogue = QueryCatalogue.load();
        return catalogue
                .find(name)
                .orElseThrow(() -> new ConfigException(
                        "NAME",
                        "there is no query '" + name + "'; "
                                + SimilarNames.question(name, catalogue.names())
                                        .orElse("'watchllm query list' names all")));
    }

    /** {@code watchllm query list}. */
    @Command(
            name = "list",
            description = "List the queries by theme: what each answers, and its parameters with their defaults.",
            footer = {"  watchllm query list", "  watchllm query list --json | jq 'select(.about == \"cost\") | .name'"
            })
    static final class ListCommand extends ShellCommand implements Callable<Integer> {
        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        @Override
        public Integer call() {
            var out = out();
            var catalogue = QueryCatalogue.load();
            if (json) {
                catalogue.queries().forEach(query -> out.println(QueryText.json(query)));
            } else {
                out.print(QueryText.list(catalogue.byTheme()));
            }
            return 0;
        }
    }

    /** {@code watchllm query show NAME}. */
    @Command(
            name = "show",
            description = "Show what a query answers, what it takes, how fast it is, and its text.",
            footer = {"  watchllm query show wasted_spend"})
    static final class ShowCommand extends ShellCommand implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "Name of the query.")
        private String name;

        @Override
        public Integer call() {
            out().print(QueryText.full(find(name)));
            return 0;
        }
    }

    /** {@code watchllm query run NAME}. */
    @Command(
            name = "run",
            description = "Run a query. Exit code 2 when a parameter is missing, unknown or not of its type.",
            footer = {
                "  watchllm query run cost_by_model --param project=shop",
                "  watchllm query run cost_by_user --param project=shop --param from=2026-11-23 --param to=2026-11-29",
                "  watchllm query run prompts_with_words --param project=shop --param 'words=refund late' --param hours=2",
                "  watchllm query run cost_by_user --param project=shop --format csv --spreadsheet > users.csv",
                "  watchllm query run most_expensive_runs --param project=shop --format json | jq .run_id"
            })
    static final class RunCommand extends ShellCommand implements Callable<Integer> {
        private static final int TABLE_ROWS_MAX = 10_000;

        /** Format of an answer. */
        enum Format {
            table,
            csv,
            json
        }

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
            var query = find(name);
            var arguments = QueryArguments.of(query, parameters);
            if (!arguments.problems().isEmpty()) {
                arguments.problems().forEach(problem -> err.println("watchllm: " + problem));
                return Failures.WRONG_SETTINGS;
            }
            try (var reader = reader()) {
                var complete = takesPrices(query) ? withPrices(reader, query, arguments) : arguments;
                switch (format) {
                    case table -> table(reader, query.sql(), complete.values());
                    case json -> json(reader, query.sql(), complete.values());
                    case csv -> csv(reader, query.sql(), complete.values());
                }
            }
            out().flush();
            return 0;
        }

        /** Whether the query takes prices, and none were given. */
        private boolean takesPrices(CatalogueQuery query) {
            return !parameters.containsKey(CachePrices.PARAMETER)
                    && query.parameters().stream()
                            .anyMatch(parameter -> parameter.name().equals(CachePrices.PARAMETER));
        }

        private QueryArguments withPrices(BlockClient reader, CatalogueQuery query, QueryArguments arguments) {
            var models = CachePrices.models(reader, arguments.values().getOrDefault("project", ""));
            var given = new LinkedHashMap<>(parameters);
            given.put(CachePrices.PARAMETER, CachePrices.json(prices(), models));
            return QueryArguments.of(query, given);
        }

        /** Asks queries of all rows, of whichever node they are on. */
        private BlockClient reader() {
            var variables = environment();
            return ClusterSettings.from(variables).reader(ClickHouseSettings.from(variables));
        }

        /**
         * The price list: that of the topic and what ships inside, or where no Kafka is named, what ships inside alone.
         */
        private PriceList prices() {
            if (KafkaSettings.named(environment())) {
                return PricesCommand.list(kafka(), err());
            }
            err().println(
                            "watchllm: prices are those that ship inside, since WATCHLLM_KAFKA_BOOTSTRAP is not set and the"
                                    + " topic of prices can't be read");
            return PriceList.of(List.of(), BuiltInPrices.rows());
        }

        /** A file or a program gets CSV as it is; a terminal does not. */
        private void csv(BlockClient reader, String sql, Map<String, String> values) {
            var csv = Terminal.width().isPresent() ? out() : PlainWriter.exact(out());
            if (spreadsheet) {
                reader.read(sql, values, ClickHouseFormat.TabSeparatedWithNamesAndTypes, answer -> {
                    SpreadsheetCsv.write(answer, csv);
                    return 0L;
                });
            } else {
                reader.read(
                        sql,
                        values,
                        ClickHouseFormat.CSVWithNames,
                        answer -> new InputStreamReader(answer, StandardCharsets.UTF_8).transferTo(csv));
            }
            csv.flush();
        }

        private void json(BlockClient reader, String sql, Map<String, String> values) {
            reader.read(sql, values, ClickHouseFormat.JSONEachRow, answer -> {
                var lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
                lines.lines().forEach(line -> out().print(line + "\n"));
                return 0L;
            });
        }

        private void table(BlockClient reader, String sql, Map<String, String> values) {
            var table = reader.read(
                    sql,
                    values,
                    ClickHouseFormat.TabSeparatedWithNamesAndTypes,
                    answer -> ResultTable.read(answer, TABLE_ROWS_MAX));
            out().print(table.text(Terminal.width()));
            var project = values.get("project");
            if (table.rows().isEmpty() && project != null) {
                err().println("watchllm: " + PlainText.line(EmptyAnswer.hint(reader, project)));
            }
            if (table.more()) {
                err().printf(
                                "watchllm: there are more than %,d rows; --format csv or json has all of them%n",
                                TABLE_ROWS_MAX);
            }
        }
    }
}
