package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.clickhouse.CatalogueQuery.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueQueryTest {
    @Test
    void shouldReadQuestionParametersAndText() {
        assertThat(CatalogueQuery.of("q", "-- question: Why?\n-- parameter a: an a\nSELECT {a:Array(String)}\n"))
                .isEqualTo(new CatalogueQuery(
                        "q", "Why?", List.of(new Parameter("a", "Array(String)", "an a")), "SELECT {a:Array(String)}"));
    }

    @Test
    void shouldRefuseAHeaderThatDoesNotFit() {
        assertThatThrownBy(() -> CatalogueQuery.of("q", "SELECT 1")).hasMessageContaining("-- question:");
        assertThatThrownBy(() -> CatalogueQuery.of("q", "-- question: Why?\n-- what\nSELECT 1"))
                .hasMessageContaining("-- what");
        assertThatThrownBy(() -> CatalogueQuery.of("q", "-- question: Why?\n-- parameter a: an a\nSELECT {b:String}"))
                .hasMessageContaining("[a]")
                .hasMessageContaining("[b]");
    }

    @Test
    void shouldLoadTheCatalogue() {
        assertThat(QueryCatalogue.load().queries())
                .extracting(CatalogueQuery::name)
                .contains(
                        "recent_events",
                        "cost_by_model_7d",
                        "error_rate_per_hour_24h",
                        "run_trace",
                        "insert_one_event");
        assertThat(QueryCatalogue.load().find("none")).isEmpty();
    }
}
