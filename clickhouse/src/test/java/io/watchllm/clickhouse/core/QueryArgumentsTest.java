package io.watchllm.clickhouse.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryArgumentsTest {
    private static final CatalogueQuery QUERY = CatalogueQuery.of("q", """
            -- question: Why?
            -- about: cost
            -- speed: fast
            -- parameter project String: the project
            -- parameter days UInt16 = 7: how far to look back
            SELECT {project:String}, {days:UInt16}
            """);

    @Test
    void shouldFillInDefaults() {
        assertThat(QueryArguments.of(QUERY, Map.of("project", "p")))
                .isEqualTo(new QueryArguments(Map.of("project", "p", "days", "7"), List.of()));
        assertThat(QueryArguments.of(QUERY, Map.of("project", "", "days", "030"))
                        .values())
                .isEqualTo(Map.of("project", "", "days", "30"));
    }

    @Test
    void shouldTellEveryFault() {
        assertThat(QueryArguments.of(QUERY, Map.of("proyect", "p", "days", "-1", "colour", "red"))
                        .problems())
                .containsExactly(
                        "query q has no parameter 'colour'; it takes project, days",
                        "query q has no parameter 'proyect'; did you mean 'project'?",
                        "query q needs the parameter 'project': the project; give it as --param project=…, a text",
                        "parameter 'days' of query q can't be '-1'; expected a whole number from 0 to 65535, such as 24");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            quoteCharacter = '"',
            value = {
                "UInt8,255,255",
                "UInt8,256,none",
                "UInt32,4294967295,4294967295",
                "UInt32,4294967296,none",
                "UInt32,\"\",none",
                "UInt32,1e3,none",
                "Float64,-0.5,-0.5",
                "Float64,7,7",
                "Float64,nan,none",
                "Float64,.5,none",
                "String,a\tb,a\tb",
                "Moment,\"\",\"\"",
                "Moment,2026-11-01,2026-11-01",
                "Moment,2026-02-30,none",
                "Moment,2026-11-01T08:00:09.165Z,2026-11-01 08:00:09.165Z",
                "Moment,2026-11-01 08:00:09,2026-11-01 08:00:09.000",
                "Moment,2026-11-01T08:00:09+01:00,none",
                "Moment,2026-13-01T08:00:09Z,none",
                "Moment,yesterday,none",
                "Zone,Europe/Berlin,Europe/Berlin",
                "Zone,UTC,UTC",
                "Zone,+02:00,none",
                "Zone,Berlin,none",
            })
    void shouldReadValuesOfItsType(String type, String text, String value) {
        assertThat(ParameterType.of(type).orElseThrow().read(text).orElse(null)).isEqualTo(value);
    }
}
