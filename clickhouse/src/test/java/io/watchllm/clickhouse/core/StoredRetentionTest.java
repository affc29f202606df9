package io.watchllm.clickhouse.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredRetentionTest {
    @Test
    void shouldFindTheTtlOfRowsAndColumns() {
        var engine = "MergeTree PARTITION BY toYYYYMM(t) ORDER BY t TTL toDateTime(t) + toIntervalDay(90)"
                + " SETTINGS index_granularity = 8192";
        var create = "CREATE TABLE d.a (`t` DateTime64(3, 'UTC') COMMENT 'No TTL 1, `x` TTL 2 (', `p` Nullable(String)"
                + " COMMENT 'What it said.' CODEC(ZSTD(3)) TTL toDateTime(t) + toIntervalDay(30), `q` Array(String) TTL"
                + " toDateTime(t) + toIntervalDay(transform(project_id, ['a, b'], [1], 30)), INDEX i t TYPE minmax)"
                + " ENGINE = " + engine;

        var found = StoredRetention.of(engine, create);

        assertThat(found.rule()).isEqualTo(RetentionRule.of(90));
        assertThat(found.columns())
                .isEqualTo(Map.of(
                        "p", "toDateTime(t) + toIntervalDay(30)",
                        "q", "toDateTime(t) + toIntervalDay(transform(project_id, ['a, b'], [1], 30))"));
    }

    @Test
    void shouldFindNoneOfAView() {
        assertThat(StoredRetention.of("", "CREATE VIEW d.v (`a` UInt8) AS SELECT 1 AS a"))
                .isEqualTo(new StoredRetention("", Map.of()));
        assertThat(StoredRetention.of("", "").rule()).isEqualTo(RetentionRule.FOR_EVER);
    }
}
