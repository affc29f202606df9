package io.watchllm.operations.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.RetentionRule;
import io.watchllm.delivery.encode.WireRows;
import io.watchllm.rows.EventRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowAgeTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
    private static final RowAge.Bound BOUND =
            new RowAge.Bound(new RetentionRule(90, new TreeMap<>(Map.of("trial", 7L, "keep", 0L))), NOW);

    @ParameterizedTest
    @CsvSource({"trial,6,false", "trial,8,true", "keep,3000,false", "other,89,false", "other,91,true"})
    void shouldCountWithTheDaysOfTheProject(String project, int days, boolean past) {
        assertThat(new RowAge().past(wire(project, days), EventRow.getClassSchema(), BOUND))
                .isEqualTo(past);
    }

    @Test
    void shouldNotCallARowPastThatCannotBeRead() {
        var cut = Arrays.copyOf(wire("trial", 8), 9);

        assertThat(new RowAge().past(cut, EventRow.getClassSchema(), BOUND)).isFalse();
    }

    private static byte[] wire(String project, int days) {
        var row = WireRows.rows(EventRow.getClassSchema(), 1, 1).getFirst();
        row.put("project_id", project);
        row.put("timestamp", NOW.minus(days, ChronoUnit.DAYS).toEpochMilli());
        return WireRows.wire(1, row);
    }
}
