package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.CatalogueQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueriesDocumentTest {
    private static final Path FILE = Path.of("..", "docs", "analysts", "queries.md");
    private static final String ADVICE =
            "docs/analysts/queries.md is out of date; ./mvnw test -pl clickhouse -am -Dtest=QueriesDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true writes it";

    /** Alerts count events of all environments, and totals know none. */
    private static final Set<String> OF_ALL_ENVIRONMENTS =
            Set.of("alerts_with_events", "recent_alerts", "rows_and_totals");

    @Test
    void shouldBeWhatTheHeadersSay() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(FILE, QueriesDocument.text());
        }

        assertThat(Files.exists(FILE)).as(ADVICE).isTrue();
        assertThat(Files.readString(FILE)).as(ADVICE).isEqualTo(QueriesDocument.text());
    }

    /** Staging and production are not one number, and last week can be asked. */
    @Test
    void shouldTakeTheSameRangesAndEnvironmentsEverywhere() {
        for (var query : QueryCatalogue.load().queries()) {
            var names = query.parameters().stream()
                    .map(CatalogueQuery.Parameter::name)
                    .toList();
            var ranged = names.contains("days") || names.contains("hours");

            assertThat(names.contains("from") && names.contains("to"))
                    .as("%s: from and to", query.name())
                    .isEqualTo(ranged);
            if (names.contains("project") && !names.contains("run")) {
                assertThat(names.contains("env"))
                        .as("%s: env", query.name())
                        .isEqualTo(!OF_ALL_ENVIRONMENTS.contains(query.name()));
            }
            assertThat(query.sql().matches("(?s).*WHERE.*(start_day|range_start).*(end_day|range_end).*"))
                    .as("%s: both ends of the range", query.name())
                    .isEqualTo(ranged);
        }
    }

    @Test
    void shouldAnswerWithABoundedNumberOfRows() {
        assertThat(QueryCatalogue.load().queries())
                .filteredOn(query -> !query.sql().contains("LIMIT {limit:UInt32}"))
                .extracting(CatalogueQuery::name)
                .as("as many rows as hours, days, types of events or kinds of waste; or one")
                .containsExactlyInAnyOrder(
                        "arrival_lag",
                        "calls_by_hour_of_day",
                        "cost_by_day",
                        "error_rate_per_hour",
                        "latency_per_hour",
                        "rows_and_totals",
                        "run_cost",
                        "wasted_spend");
    }

    @Test
    void shouldHaveWhatPeopleAskFor() {
        assertThat(QueryCatalogue.load().names())
                .hasSizeGreaterThanOrEqualTo(25)
                .contains("recent_events", "cost_by_model", "error_rate_per_hour", "run_trace", "wasted_spend");
        assertThat(QueryCatalogue.load().find("none")).isEmpty();
    }
}
