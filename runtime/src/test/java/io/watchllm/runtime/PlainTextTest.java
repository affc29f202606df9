package io.watchllm.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void shouldReplaceExactlyWhatSteersATerminalOrTurnsItsText() {
        var unsafe = IntStream.rangeClosed(0, 0xFFFF)
                .filter(character -> PlainText.isUnsafe((char) character))
                .mapToObj("%04X"::formatted)
                .collect(Collectors.joining(" "));

        var expected = Stream.of(
                        IntStream.rangeClosed(0x00, 0x1F),
                        IntStream.rangeClosed(0x7F, 0x9F),
                        IntStream.of(0x61C, 0x200E, 0x200F),
                        IntStream.rangeClosed(0x2028, 0x202E),
                        IntStream.rangeClosed(0x2066, 0x2069))
                .flatMapToInt(range -> range)
                .mapToObj("%04X"::formatted)
                .collect(Collectors.joining(" "));
        assertThat(unsafe).isEqualTo(expected);
    }

    @Test
    void shouldKeepATextOnOneLine() {
        assertThat(PlainText.line("a\r\n\tb\u2028c\u001B]52;x\u0007\u009B31m\u202Eö退 é"))
                .isEqualTo("a b\uFFFDc\uFFFD]52;x\uFFFD\uFFFD31m\uFFFDö退 é");
        assertThat(PlainText.line("as it is “x” 👍")).isEqualTo("as it is “x” 👍");
    }

    @Test
    void shouldKeepTheLinesOfALayout() {
        assertThat(PlainText.lines("a\n\tb\r\nc\rd\u0085e")).isEqualTo("a\n\tb\r\nc\uFFFDd\uFFFDe");
    }

    @Test
    void shouldEscapeInJsonWhatItWouldReplaceInAText() {
        assertThat(PlainText.json("{\"a\": \"x\u007F\u009B\u202Eö\"}\n"))
                .isEqualTo("{\"a\": \"x\\u007f\\u009b\\u202eö\"}\n");
    }
}
