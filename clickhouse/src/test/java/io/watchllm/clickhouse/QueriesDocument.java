package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.CatalogueQuery;
import io.watchllm.clickhouse.core.CatalogueQuery.Parameter;
import java.util.Locale;

/** Writes {@code docs/queries.md} from the headers of the queries. */
final class QueriesDocument {
    private static final String BEGIN = """
            # Queries

            This page is generated from the headers of `clickhouse/queries/*.sql`; a test fails when it is out of date. Each query is run by
            a test on a real engine, with answers that are known.

            ```
            watchllm query list                                              all of them, by theme
            watchllm query show cost_by_model                                what it takes, and its text
            watchllm query run cost_by_model --param project=shop --param days=30
            watchllm query run dearest_runs --param project=shop --format csv > runs.csv
            ```

            They find ClickHouse by the same variables as everything else ([settings](config.md)), need no more than `SELECT`, and may take
            `WATCHLLM_CLICKHOUSE_TIMEOUT`. Other clients run the files as they are, for parameters are written as ClickHouse has them:
            `clickhouse client --param_project=shop --param_days=7 --queries-file cost_by_model.sql`.

            - Prompt calls are summed up from the [rollups](tables.md#rollups) wherever one has the dimension; a test holds that. The first hour
              and the first day of a range are whole then.
            - A query reads no prompts, responses or other large texts but those that it shows; a test holds that too.
            - `--format csv` writes texts as they are stored; for a spreadsheet add `--spreadsheet`, which puts `'` before each text that begins
              with `=`, `+`, `-`, `@`, a tab or a line end: a user id that begins with `=` would be run as a formula. On a terminal, characters
              that could steer it are shown as U+FFFD (in JSON as `\\u009b`, which means the same); in a file and a pipe CSV is exact.
            - Percentiles are within 1 %. Costs that are not known are in no sum, and counted as `unpriced`.
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
