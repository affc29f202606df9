package io.watchllm.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PlainWriterTest {
    private static final String HOSTILE = "\u001B]52;c;x\u0007\u009B31m\u202E\u007F";
    private static final String REPLACED = "\uFFFD]52;c;x\uFFFD\uFFFD31m\uFFFD\uFFFD";

    private final StringWriter target = new StringWriter();
    private final PlainWriter writer = new PlainWriter(new PrintWriter(target));

    @Test
    void shouldReplaceWhatSteersATerminalHoweverItIsWritten() throws Exception {
        writer.print(HOSTILE);
        writer.printf("%s%n", HOSTILE);
        writer.append(HOSTILE).append('\u009D');
        writer.write(HOSTILE.toCharArray());
        new StringReader(HOSTILE).transferTo(writer);
        writer.print('\u0085');
        writer.flush();

        assertThat(target.toString())
                .isEqualTo(REPLACED + REPLACED + System.lineSeparator() + REPLACED + "\uFFFD" + REPLACED + REPLACED
                        + "\uFFFD");
    }

    @Test
    void shouldKeepLinesAndTheMeaningOfJson() {
        writer.print("a\tb\n");
        writer.print("{\"a\":\"\u009B\u202E\"}\n");
        writer.flush();

        assertThat(target.toString()).isEqualTo("a\tb\n{\"a\":\"\\u009b\\u202e\"}\n");
    }

    @Test
    void shouldLetFilesHaveEachByte() {
        PlainWriter.exact(writer).print(HOSTILE);
        PlainWriter.exact(writer).flush();

        assertThat(target.toString()).isEqualTo(HOSTILE);
    }
}
