package io.watchllm.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetCsvTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\\tx",
                "\\rx",
                "\\nx",
                "\uFF1D1",
                "\uFF0B1",
                "\uFF0D1",
                "\uFF201"
            })
    void shouldPutAnApostropheBeforeATextThatASpreadsheetWouldRun(String cell) throws IOException {
        var text = cell.replace("\\t", "\t").replace("\\r", "\r").replace("\\n", "\n");

        assertThat(csv("user_id\nString\n" + cell + "\n")).isEqualTo("\"user_id\"\n\"'" + text + "\"\n");
    }

    @Test
    void shouldLeaveNumbersAndOtherTextsAsTheyAre() throws IOException {
        assertThat(csv("""
                        n\tm\tt\td
                        Nullable(Decimal(18, 6))\tInt64\tLowCardinality(Nullable(String))\tDate
                        -1.5\t-2\ta=b \\\\ c\t2026-11-30
                        \\N\t3\t\\N\t2026-11-30
                        \\N\t4\t\t2026-11-30
                        """)).isEqualTo("""
                        "n","m","t","d"
                        -1.5,-2,"a=b \\ c","2026-11-30"
                        ,3,,"2026-11-30"
                        ,4,"","2026-11-30"
                        """);
    }

    @Test
    void shouldQuoteWhatWouldEndACell() throws IOException {
        assertThat(csv("a\nString\na,\"b\"\\nc\n")).isEqualTo("\"a\"\n\"a,\"\"b\"\"\nc\"\n");
    }

    private static String csv(String answer) throws IOException {
        var out = new StringWriter();
        SpreadsheetCsv.write(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)), new PrintWriter(out));
        return out.toString();
    }
}
