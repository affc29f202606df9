package io.watchllm.bench.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "String | false | Nullable(String)",
                "String | true | String",
                "LowCardinality(String) | true | String",
                "LowCardinality(Nullable(String)) | false | Nullable(String)",
                "Nullable(Enum8('success' = 1, 'error' = 2)) | false | Nullable(String)",
                "Enum8('a(b)' = 1) | false | Nullable(String)",
                "Array(LowCardinality(String)) | false | Array(String)",
                "DateTime64(3, 'UTC') | true | DateTime64(3, 'UTC')",
                "Nullable(Decimal(18, 9)) | false | Nullable(Decimal(18, 9))",
            })
    void shouldTakeAwayWhatWasChosen(String type, boolean key, String plain) {
        assertThat(PlainType.of(type, key)).isEqualTo(plain);
    }
}
