package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.CatalogueQuery;
import io.watchllm.clickhouse.core.CatalogueQuery.Parameter;
import java.util.Locale;

/** Writes {@code docs/analysts/queries.md} from the headers of the queries. */
final class QueriesDocument {
    private static final String BEGIN = """
            # Queries

            This page is generated from the headers of `clickhouse/queries/*.sql`; a test fails when it is out of date. Each query is run by
            a test on a real engine, with answers that are known.

            ```
            watchllm query list                                              all of them, by theme
            watchllm query show cost_by_model                                what it takes, and its text
            watchllm query run cost_by_model --param project=shop --param days=30
            watchllm query run most_expensive_runs --param project=shop --format csv > runs.csv
            watchllm query run cost_by_model --param project=shop --param days=7 --param until=2026-11-29
            ```

            They find ClickHouse by the same variables as everything else ([settings](../operators/config.md)), need no more than `SELECT`, and may take
            `WATCHLLM_CLICKHOUSE_TIMEOUT`. Other clients run the files as they are, for parameters are written as ClickHouse has them:
            `clickhouse client --database watchllm --param_project=shop --param_days=7 --param_until= --param_env= --param_limit=100 --queries-file
            cost_by_model.sql`. They know no defaults: give every parameter.

            - Prompt calls are summed up from the [rollups](tables.md#rollups) wherever one has the dimension; a test holds that.
            - **Ranges mean the same everywhere.** `days` are whole UTC days and `hours` whole hours, the last one that of `until`: by default
              now, so that the last day or hour is not over yet. `days=7` with `until=2026-11-29` is Monday 23 to Sunday 29, in every query:
              sums of the same range agree. `until=2026-11-29` is the whole of that day (its last hour, where hours are asked for), a time
              means the day or hour that it lies in.
            - **`env`** takes one environment; left out, all are one number. Alerts count events of all environments, so queries about
              alerts don't take it, nor does what reads `project_totals`, which has none.
            - Hours without calls are rows too, with 0 calls and no rate or latency.
            - A query reads no prompts, responses or other large texts but those that it shows; a test holds that too.
            - `--format csv` writes texts as they are stored; for a spreadsheet add `--spreadsheet`, which puts `'` before each text that begins
              with `=`, `+`, `-`, `@`, a tab or a line end: a user id that begins with `=` would be run as a formula. On a terminal, characters
              that could steer it are shown as U+FFFD (in JSON as `\\u009b`, which means the same); in a file and a pipe CSV is exact.
            - Percentiles are within 1 % of the call at that rank, rounded down: of two calls, the p95 is the faster one. Below some 20 calls look at
              the maximum instead. Costs that are not known are in no sum, and counted as `unpriced`.
            - `watchllm run show RUN` draws one run as a tree: prompts, steps and tools with times, tokens, cost and errors, by spans where
              there are any. It finds the run by its index.
            - Speeds were measured on 10 million events of one project, with two cores that had other work too.

            """;

    private final StringBuilder text = new StringBuilder(BEGIN);

    private QueriesDocument() {}

    /** The whole page. */
    static String text() {
        var page = new QueriesDocument();
        QueryCatalogue.load().byTheme().forEach((theme, queries) -> {
            page.text.append(
                    "## %s%s\n\n".formatted(theme.substring(0, 1).toUpperCase(Locale.ROOT), theme.substring(1)));
            queries.forEach(page::query);
        });
        return page.text.toString().stripTrailing() + "\n";
    }

    private void query(CatalogueQuery query) {
        text.append("### %s\n\n".formatted(query.name()));
        text.append("%s %s\n\n"
                .formatted(query.header().question(), query.header().note())
                .replace(" \n", "\n"));
        query.parameters().forEach(this::parameter);
        text.append("- speed: %s\n\n".formatted(query.header().speed()));
    }

    private void parameter(Parameter parameter) {
        var fallback = parameter.fallback();
        text.append("- `%s` %s%s: %s\n"
                .formatted(
                        parameter.name(),
                        parameter.type().name(),
                        fallback == null ? "" : " = " + (fallback.isEmpty() ? "''" : fallback),
                        parameter.doc()));
    }
}
