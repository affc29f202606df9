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
            watchllm query run cost_by_model --param project=shop --param from=2026-11-23 --param to=2026-11-29
            ```

            They find ClickHouse by the same variables as everything else ([settings](../operators/config.md)), need no more than `SELECT`, and may take
            `WATCHLLM_CLICKHOUSE_TIMEOUT`.

            Other clients run the files of `clickhouse/queries` as they are, for parameters are written as ClickHouse has them. They know
            neither the database nor the defaults: name it, and give every parameter.

            ```
            clickhouse client --database watchllm --param_project=shop --param_days=7 --param_from= --param_to= --param_zone=UTC \\
                --param_env= --param_limit=100 --queries-file cost_by_model.sql
            curl 'http://localhost:8123/?database=watchllm&param_project=shop&param_days=7&param_from=&param_to=&param_zone=UTC&param_env=&param_limit=100' \\
                --user watchllm:PASSWORD --data-binary @cost_by_model.sql
            ```

            Reports of Grafana, Superset and other JDBC clients best read the views `hourly_report`, `daily_report` and `project_summary`
            ([tables](tables.md#rollups)); over JDBC, a `UInt64` is a `BigInteger`, and a `DateTime64` a `ZonedDateTime`.

            - Prompt calls are summed up from the [rollups](tables.md#rollups) wherever one has the dimension; a test holds that.
            - **Ranges mean the same everywhere.** `from` and `to` are the first and the last day, both whole: `from=2026-11-23` with
              `to=2026-11-29` is Monday to Sunday, in every query, so that sums of the same range agree. Without `to` the range ends
              with today, which is not over yet; without `from` it begins `days` days before its end, the last one included. Where
              `hours` are asked for, both may be times, and mean the hour that they lie in; a day as `from` is its first hour, as `to`
              its last.
            - **`zone`** says whose days and hours are meant, such as `Europe/Berlin`: a day then begins at midnight there. Rollups hold
              UTC hours: in a zone that is half an hour off, an hour belongs to the day in which it begins. Queries without `zone`
              read rows summed up by UTC day, and know no other. Times in answers are UTC, but for `hour` and `day`.
            - **`env`** takes one environment; left out, all are one number. Alerts count events of all environments, so queries about
              alerts don't take it, nor does what reads `project_totals`, which has none.
            - Hours without calls are rows too, with 0 calls and no rate or latency.
            - A query reads no prompts, responses or other large texts but those that it shows; a test holds that too.
            - `--format csv` writes a value that is not known as `\\N`, an empty text as `""`: tell the reader, such as
              `pandas.read_csv(…, na_values=["\\\\N"])`. Times have no zone there.
            - Texts are written as they are stored; for a spreadsheet add `--spreadsheet`, which puts `'` before each text that begins with
              `=`, `+`, `-`, `@`, a tab or a line end: a user id that begins with `=` would be run as a formula. On a terminal, characters that
              could steer it are shown as U+FFFD (in JSON as `\\u009b`, which means the same); in a file and a pipe CSV is exact.
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
