package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class QueriesDocumentTest {
    private static final Path FILE = Path.of("..", "docs", "queries.md");
    private static final String ADVICE =
            "docs/queries.md is out of date; ./mvnw test -pl clickhouse -am -Dtest=QueriesDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true writes it";

    @Test
    void shouldBeWhatTheHeadersSay() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(FILE, QueriesDocument.text());
        }

        assertThat(Files.exists(FILE)).as(ADVICE).isTrue();
        assertThat(Files.readString(FILE)).as(ADVICE).isEqualTo(QueriesDocument.text());
    }

    @Test
    void shouldHaveWhatPeopleAskFor() {
        assertThat(QueryCatalogue.load().names())
                .hasSizeGreaterThanOrEqualTo(25)
                .contains("recent_events", "cost_by_model", "error_rate_per_hour", "run_trace", "insert_one_event");
        assertThat(QueryCatalogue.load().find("none")).isEmpty();
    }
}
