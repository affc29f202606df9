package io.watchllm.clickhouse.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementEffectTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE IF NOT EXISTS {{database}}.a (x String) | MAKES",
                "CREATE VIEW IF NOT EXISTS {{database}}.a AS SELECT 1 | MAKES",
                "CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.a TO {{database}}.b AS SELECT 1 | FEEDS",
                "DROP VIEW IF EXISTS {{database}}.a | METADATA",
                "DROP TABLE IF EXISTS {{database}}.a | DELETES",
                "ALTER TABLE {{database}}.a ADD COLUMN IF NOT EXISTS x String COMMENT 'a, b' | METADATA",
                "ALTER TABLE {{database}}.a ADD INDEX IF NOT EXISTS i x TYPE set(4) GRANULARITY 1 | FROM_THEN_ON",
                "ALTER TABLE {{database}}.a ADD PROJECTION IF NOT EXISTS p (SELECT x, count() GROUP BY x) WITH SETTINGS (a = 1) | FROM_THEN_ON",
                "ALTER TABLE {{database}}.a MODIFY COMMENT 'said, otherwise' | METADATA",
                "ALTER TABLE {{database}}.a MODIFY COLUMN x COMMENT 'said otherwise' | METADATA",
                "ALTER TABLE {{database}}.a MODIFY COLUMN x CODEC(ZSTD(9)) | METADATA",
                "ALTER TABLE {{database}}.a MODIFY COLUMN x UInt64 | REWRITES",
                "ALTER TABLE {{database}}.a MODIFY COLUMN x TTL t + INTERVAL 1 DAY | REWRITES",
                "ALTER TABLE {{database}}.a MODIFY TTL t + INTERVAL 1 DAY | REWRITES",
                "ALTER TABLE {{database}}.a MODIFY SETTING merge_with_ttl_timeout = 60 | METADATA",
                "ALTER TABLE {{database}}.a MATERIALIZE INDEX i | REWRITES",
                "ALTER TABLE {{database}}.a DROP COLUMN IF EXISTS x | DROPS_FILES",
                "ALTER TABLE {{database}}.a ADD COLUMN IF NOT EXISTS x String, MODIFY TTL t + toIntervalDay(1) | REWRITES",
            })
    void shouldTellWhatIsCheapFromWhatIsNot(String sql, StatementEffect effect) {
        assertThat(StatementEffect.of(Statement.of(sql))).isEqualTo(effect);
    }
}
