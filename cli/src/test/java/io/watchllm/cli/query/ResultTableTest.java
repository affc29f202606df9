package io.watchllm.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    private static final String ANSWER = """
            name\tcalls\tcost
            String\tUInt64\tNullable(Decimal(38, 9))
            gpt-4o\t1200\t0.5
            it\\'s \\\\new\\nline\t7\t\\N
            """;

    @Test
    void shouldAlignNumbersToTheRightAndWordsToTheLeft() throws IOException {
        assertThat(table(ANSWER, 10).text(OptionalInt.empty())).isEqualTo("""
                name             calls  cost
                gpt-4o            1200   0.5
                it's \\new\\nline      7
                """);
    }

    @Test
    void shouldSetValuesBelowEachOtherWhereTheTableIsTooWide() throws IOException {
        assertThat(table(ANSWER, 10).text(OptionalInt.of(20))).isEqualTo("""
                row 1
                  name   gpt-4o
                  calls  1200
                  cost   0.5
                row 2
                  name   it's \\new\\nline
                  calls  7
                """);
    }

    @Test
    void shouldCutLongValuesAndKeepTheTerminalAsItIs() throws IOException {
        var text =
                table("a\nString\n" + "x".repeat(100) + "\n\u001b[31mred\n", 10).text(OptionalInt.empty());

        assertThat(text.lines()).containsExactly("a", "x".repeat(59) + "…", "\uFFFD[31mred");
    }

    @Test
    void shouldSayThatThereIsMore() throws IOException {
        assertThat(table(ANSWER, 2).more()).isFalse();
        assertThat(table(ANSWER, 1).more()).isTrue();
        assertThat(table(ANSWER, 1).rows()).hasSize(1);
    }

    @Test
    void shouldSayThatThereAreNone() throws IOException {
        assertThat(table("a\nString\n", 1).text(OptionalInt.empty())).isEqualTo("no rows\n");
        assertThat(table("", 1).text(OptionalInt.empty())).isEqualTo("no rows\n");
    }

    private static ResultTable table(String answer, int rows) throws IOException {
        return ResultTable.read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)), rows);
    }
}
