package io.watchllm.clickhouse.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionRuleTest {
    private static final RetentionRule MIXED =
            new RetentionRule(90, new TreeMap<>(Map.of("demo", 7L, "it's \\ odd, ]", 0L, "same", 90L)));

    @Test
    void shouldWriteAndReadTheSameRule() {
        for (var rule : new RetentionRule[] {
            RetentionRule.FOR_EVER, RetentionRule.of(90), MIXED, new RetentionRule(0, new TreeMap<>(Map.of("demo", 7L)))
        }) {
            assertThat(RetentionRule.ofTtl(rule.ttl("toDateTime(timestamp)"))).isEqualTo(rule);
            assertThat(RetentionRule.ofEngine("MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (a, b)"
                            + (rule.forEver() ? "" : " TTL " + rule.ttl("toDateTime(timestamp)"))
                            + " SETTINGS index_granularity = 8192"))
                    .isEqualTo(rule);
        }
    }

    @Test
    void shouldWriteAsClickHouseDoes() {
        assertThat(RetentionRule.of(400).ttl("hour")).isEqualTo("hour + toIntervalDay(400)");
        assertThat(MIXED.ttl("day"))
                .isEqualTo(
                        "day + toIntervalDay(transform(project_id, ['demo', 'it\\'s \\\\ odd, ]'], [7, 20000], 90))");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "toDateTime(timestamp) + toIntervalDay(30) TO VOLUME 'cold', toDateTime(timestamp) + toIntervalDay(90) | 90",
                "toDateTime(timestamp) + toIntervalDay(30) DELETE | 30",
                "a + toIntervalDay(30) DELETE WHERE x = 1, a + toIntervalDay(90) | 30",
                "a + toIntervalDay(30) RECOMPRESS CODEC(ZSTD(9)) | 0",
                "a + toIntervalMonth(3) | 0",
            })
    void shouldKnowOfTtlsOfOthersAtLeastTheShortestTime(String ttl, long days) {
        assertThat(RetentionRule.ofTtl(ttl)).isEqualTo(RetentionRule.of(days));
    }

    @Test
    void shouldTakeWhicheverEndsFirst() {
        var other = new RetentionRule(30, new TreeMap<>(Map.of("demo", 10L, "late", 400L)));

        var shorter = MIXED.shorter(other);

        assertThat(shorter.days()).isEqualTo(30);
        assertThat(shorter.daysOf("demo")).isEqualTo(7);
        assertThat(shorter.daysOf("late")).isEqualTo(90);
        assertThat(shorter.daysOf("it's \\ odd, ]")).as("for ever, and 30 days").isEqualTo(30);
        assertThat(MIXED.shortest()).isEqualTo(7);
        assertThat(RetentionRule.FOR_EVER.shorter(RetentionRule.FOR_EVER)).isEqualTo(RetentionRule.FOR_EVER);
    }

    @Test
    void shouldSayItInWords() {
        assertThat(RetentionRule.FOR_EVER.words()).isEqualTo("for ever");
        assertThat(new RetentionRule(90, new TreeMap<>(Map.of("a", 1L, "b", 1L, "c", 400L))).words())
                .isEqualTo("90 days, but 1 day of a, b; 400 days of c");
    }
}
