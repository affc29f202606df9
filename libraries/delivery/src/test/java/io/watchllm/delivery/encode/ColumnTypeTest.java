package io.watchllm.delivery.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnTypeTest {

    @Test
    void shouldDeclareWhatItReadWhenTheTypeIsKnown() {
        for (var text : List.of(
                "String",
                "Int8",
                "UInt64",
                "Float64",
                "Bool",
                "Decimal(38, 9)",
                "DateTime64(3, 'UTC')",
                "DateTime64(6)",
                "Nullable(Int32)",
                "Array(Nullable(String))",
                "Enum8('a' = 1, 'it\\'s, (b)' = -2)",
                "Map(String, Array(Int8))")) {
            assertThat(ColumnType.parse(text).declaration()).isEqualTo(text);
        }
    }

    @Test
    void shouldTakeLowCardinalityOff() {
        assertThat(ColumnType.parse("LowCardinality(Nullable(String))").declaration())
                .isEqualTo("Nullable(String)");
        assertThat(ColumnType.parse("Array(LowCardinality(String))").declaration())
                .isEqualTo("Array(String)");
    }

    @Test
    void shouldKeepTheTextWhenTheTypeIsUnknown() {
        assertThat(ColumnType.parse("Nullable(UUID)")).isEqualTo(new ColumnType.Other("Nullable(UUID)"));
        assertThat(ColumnType.parse("Decimal(76, 9)")).isEqualTo(new ColumnType.Other("Decimal(76, 9)"));
    }

    @Test
    void shouldReadTheSymbolsOfAnEnum() {
        assertThat(ColumnType.parse("Enum16('a = b' = 300, '' = -1)"))
                .isEqualTo(new ColumnType.Symbols(2, Map.of("a = b", 300, "", -1)));
    }
}
