package io.watchllm.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.cli.shell.EnvironmentFile.UnreadableLineException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentFileTest {
    /** Each line, in a shell and in Compose: A is the value behind it; {@code ~} stands for a single quote. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "A=watchllm | watchllm",
                "export A=watchllm | watchllm",
                "export\tA=watchllm | watchllm",
                "A = watchllm | watchllm",
                "  A=watchllm   | watchllm",
                "A='watchllm' | watchllm",
                "A=\"watchllm\" | watchllm",
                "export A = \"watchllm\" | watchllm",
                "A='p$w \\d\"#' | p$w \\d\"#",
                "A=\"p\\$w\\\\ \\\"'#\" | p$w\\ \"'#",
                "A=' blanks ' | ^ blanks ^",
                "A='#1' # the first | #1",
                "A=b#c | b#c",
                "A=#b | #b",
                "A=b # comment | b",
                "A=b=c== | b=c==",
                "A=http://h:1/?a=1&b=2 | http://h:1/?a=1&b=2",
                "A=two words | two words",
            })
    void shouldReadAValueAsAShellAndComposeDo(String line, String value) throws Exception {
        assertThat(EnvironmentFile.of(line + "\nB=1\n").variables()).isEqualTo(Map.of("A", value, "B", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A=", "A=''", "A=\"\"", "A= ", "export A = "})
    void shouldReadNothingAsAnEmptyText(String line) throws Exception {
        assertThat(EnvironmentFile.of(line).variables()).isEqualTo(Map.of("A", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "=s3cret",
                "1A=s3cret",
                "A B=s3cret",
                "exportA B=s3cret",
                "export",
                "A: s3cret",
                "\u00A0A=s3cret",
                "A='s3cret",
                "A=\"s3cret",
                "A='s3'cret",
                "A='s3cret'#",
                "A=s3'cret'",
                "A=s3\"cret",
                "A=s3\\cret",
                "A=s3$cret",
                "A=\"s3$cret\"",
                "A=\"s3`cret`\"",
                "A=\"s3\\ncret\"",
                "A='s3cret\\'",
                "A= #s3cret",
            })
    void shouldTellTheNumberOfALineThatIsReadDifferentlyAndNothingOfIt(String line) {
        assertThatThrownBy(() -> EnvironmentFile.of("# first\n\nA=1\n" + line + "\nB=1\n"))
                .isInstanceOf(UnreadableLineException.class)
                .hasMessageStartingWith("line 4 ")
                .hasMessageNotContainingAny("s3", "cret");
    }

    @Test
    void shouldReadFilesOfWindows() throws Exception {
        assertThat(EnvironmentFile.of("\uFEFF# first\r\nA=1\r\n\r\nB='2'\r\nC = \"3\" \r\n")
                        .variables())
                .isEqualTo(Map.of("A", "1", "B", "2", "C", "3"));
    }

    @Test
    void shouldReadAValueOverSeveralLines() throws Exception {
        assertThat(EnvironmentFile.of("A='module required\n  user=\"u\";'\nB=\"1\n2\" # two\nC=3")
                        .variables())
                .isEqualTo(Map.of("A", "module required\n  user=\"u\";", "B", "1\n2", "C", "3"));
        assertThatThrownBy(() -> EnvironmentFile.of("A='1\n2'\nB=\"1\n2\"\nwrong"))
                .hasMessageStartingWith("line 5 ");
    }

    @Test
    void shouldLetTheLastOfTwoCountAndTellIt() throws Exception {
        var read = EnvironmentFile.of("A=old\nB=1\nexport A=new\n");

        assertThat(read.variables()).isEqualTo(Map.of("A", "new", "B", "1"));
        assertThat(read.repeated()).containsExactly("line 3 gives A, as line 1 does; the last one counts");
    }

    @Test
    void shouldKnowASecretByItsName() throws Exception {
        assertThat(EnvironmentFile.of("WATCHLLM_CLICKHOUSE_PASSWORD=x").hasSecrets())
                .isTrue();
        assertThat(EnvironmentFile.of("WATCHLLM_CLICKHOUSE_USER=x").hasSecrets())
                .isFalse();
        assertThat(EnvironmentFile.of("").repeated()).isEqualTo(List.of());
    }
}
