package io.watchllm.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void shouldAlignWordsLeftAndNumbersRight() {
        assertThat(TextTable.of(List.of(List.of("TABLE", "ROWS"), List.of("events", "1,234"), List.of("x", "7"))))
                .isEqualTo("""
                        TABLE   ROWS
                        events  1,234
                        x           7
                        """);
    }

    @Test
    void shouldMeasureTheColumnsOfATerminal() {
        assertThat(TextTable.width("abc")).isEqualTo(3);
        assertThat(TextTable.width("予約番号")).as("wide letters").isEqualTo(8);
        assertThat(TextTable.width("ﾃｽﾄ")).as("half-width letters").isEqualTo(3);
        assertThat(TextTable.width("e\u0301")).as("a combining accent").isEqualTo(1);
        assertThat(TextTable.width("🚀")).as("an emoji").isEqualTo(2);
    }

    @Test
    void shouldAlignColumnsOfWideLetters() {
        assertThat(TextTable.of(List.of(List.of("予約", "a"), List.of("abcd", "b"), List.of("🚀", "c"))))
                .isEqualTo("""
                        予約  a
                        abcd  b
                        🚀    c
                        """);
    }

    @Test
    void shouldCutByColumnsAndNeverWithinALetter() {
        assertThat(TextTable.cut("abcdef", 6)).isEqualTo("abcdef");
        assertThat(TextTable.cut("abcdefg", 6)).isEqualTo("abcde…");
        assertThat(TextTable.cut("予約番号", 6)).isEqualTo("予約…");
        assertThat(TextTable.cut("🚀🚀🚀", 4)).isEqualTo("🚀…");
    }
}
