package io.watchllm.operations.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventInputTest {
    @Test
    void shouldReadAnEventALine() throws Exception {
        var read = read(event(1) + "\n\n" + event(2) + "\n");

        assertThat(read).map(EventInputTest::brief).containsExactly("1 e1", "3 e2");
    }

    @Test
    void shouldGoOnWhenALineIsBad() throws Exception {
        var read = read(event(1) + "\n{broken\n" + event(3).replace("agent_step", "agent_stop") + "\n" + event(4));

        assertThat(read).map(EventInputTest::brief).containsExactly("1 e1", "2 bad", "3 bad", "4 e4");
        assertThat(read.get(1)).isInstanceOfSatisfying(InputEvent.Bad.class, bad -> {
            assertThat(bad.raw()).asString(StandardCharsets.UTF_8).isEqualTo("{broken");
            assertThat(bad.problem())
                    .startsWith("not JSON at column 2")
                    .endsWith("Expected a JSON object that is an event.");
        });
        assertThat(read.get(2))
                .isInstanceOfSatisfying(
                        InputEvent.Bad.class,
                        bad -> assertThat(bad.problem()).contains("event_type", "agent_stop", "agent_step"));
    }

    @Test
    void shouldKeepTheEscapeOfHalfACharacterInWhatItSetsAside() throws Exception {
        var read = read("{\"events\":[" + event(1).replace("\"e1\"", "\"e\\ud83d\"") + "]}");

        assertThat(read).singleElement().isInstanceOfSatisfying(InputEvent.Bad.class, bad -> {
            assertThat(bad.raw()).asString(StandardCharsets.UTF_8).contains("\"e\\ud83d\"");
            assertThat(bad.problem()).startsWith("event_id is a text with the unpaired surrogate \\ud83d");
        });
    }

    /** Events are e1, e2 …; {@code ~} is a line end. Each is taken, and what is none is told with its line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "two arrays            | [e1,e2]~[e3,e4]      | 1 e1, 1 e2, 2 e3, 2 e4",
                "arrays without a line | [e1][e2]             | 1 e1, 1 e2",
                "an array and a line   | [e1]~e2              | 1 e1, 2 e2",
                "an array and the rest | [e1]e2               | 1 e1, 1 e2",
                "a line and an array   | e1~[e2,~e3]~e4       | 1 e1, 2 e2, 3 e3, 4 e4",
                "nested arrays         | [[e1,e2],[[e3]]]     | 1 e1, 1 e2, 1 e3",
                "two on a line         | e1e2 e3              | 1 e1, 1 e2, 1 e3",
                "rest behind an event  | e1 rest~e2           | 1 e1, 1 bad, 2 e2",
                "rest behind an array  | [e1] rest~e2         | 1 e1, 1 bad, 2 e2",
                "a bracket too many    | [e1]]~e2             | 1 e1, 1 bad, 2 e2",
                "a brace too many      | e1}~e2               | 1 e1, 1 bad, 2 e2",
                "an array not closed   | [e1,~e2~             | 1 e1, 2 e2, 1 bad",
                "another array behind  | [e1,~[e2]~           | 1 e1, 2 e2, 1 bad",
                "no event in an array  | [e1, 7, \"],\", e2]  | 1 e1, 1 bad, 1 bad, 1 e2",
                "no JSON in an array   | [e1, {no}, e2]       | 1 e1, 1 bad, 1 e2",
                "a brace missing       | [e1, {\"a\":1, e2]~e3 | 1 e1, 1 bad, 2 e3",
                "an array in braces    | {\"a\":[1}~e1          | 1 bad, 2 e1",
                "a line cut in a text  | {\"a\":\"b~e1~e2       | 1 bad, 2 e1, 3 e2",
                "a line cut behind ,   | {\"a\":1,~e1~e2         | 1 bad, 2 e1, 3 e2",
                "a line cut in braces  | {\"a\":{\"b\":2~e1~e2   | 1 bad, 2 e1, 3 e2",
                "a line cut in a word  | {bro~{ken~e1          | 1 bad, 2 bad, 3 e1",
                "a batch cut           | {\"events\":[e1~e2~e3   | 1 bad, 2 e2, 3 e3",
                "batches in an array   | [{\"events\":[e1]},e2]  | 1 e1, 1 e2",
            })
    void shouldTakeEveryEventAndTellTheRest(String what, String text, String expected) throws Exception {
        var input = text.replace('~', '\n').replaceAll("e(\\d)", "{e$1}");
        for (var number = 1; number < 5; number++) {
            input = input.replace("{e" + number + "}", event(number));
        }

        var read = read(input);

        assertThat(read.stream().map(EventInputTest::brief).collect(Collectors.joining(", ")))
                .as(what)
                .isEqualTo(expected);
    }

    @Test
    void shouldReadObjectsOverSeveralLinesOneBehindTheOther() throws Exception {
        var long1 = event(1).replace(",", ",\n  ").replace("{", "{\n  ").replace("}", "\n}");
        var long2 = event(2).replace(":\"e2\"", "\n:\n\"e2\"").replace(",", "\n,");

        var read = read(long1 + "\n" + long2 + "\n" + event(3));

        assertThat(read).map(EventInputTest::brief).containsExactly("1 e1", "9 e2", "17 e3");
    }

    @Test
    void shouldSayWhereATextBehindAnotherIsBroken() throws Exception {
        var read = read("[" + event(1) + ", {\"a\" b}]");

        assertThat(read.get(1)).isInstanceOfSatisfying(InputEvent.Bad.class, bad -> {
            assertThat(bad.raw()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\" b}");
            assertThat(bad.problem()).startsWith("not JSON at column " + (event(1).length() + 9));
        });
    }

    @Test
    void shouldTellAnArrayThatIsNotClosed() throws Exception {
        assertThat(read("\n[" + event(1)).getLast())
                .isInstanceOfSatisfying(
                        InputEvent.Bad.class,
                        bad -> assertThat(bad.problem()).startsWith("the array that begins here is not closed"));
    }

    @Test
    void shouldReadABatchALine() throws Exception {
        var read = read("{\"events\":[" + event(1) + "," + event(2) + "]}\n" + event(3));

        assertThat(read).map(EventInputTest::brief).containsExactly("1 e1", "1 e2", "2 e3");
    }

    @Test
    void shouldReadAnArray() throws Exception {
        var read = read("  [\n" + event(1) + ",\n" + event(2) + "\n]\n");

        assertThat(read).map(EventInputTest::brief).containsExactly("2 e1", "3 e2");
    }

    @Test
    void shouldKeepWhatComesBeforeTheBreakOfAnArray() throws Exception {
        var read = read("[" + event(1) + ",\n" + event(2).substring(0, 30));

        assertThat(read).map(EventInputTest::brief).containsExactly("1 e1", "2 bad");
    }

    @Test
    void shouldReadAnObjectOverSeveralLines() throws Exception {
        var read = read("{\n\"events\": [\n" + event(1) + ",\n" + event(2) + "]\n}\n");

        assertThat(read).map(EventInputTest::brief).containsExactly("1 e1", "1 e2");
    }

    @Test
    void shouldKeepBytesThatAreNoTextAsTheyAre() throws Exception {
        var bytes = (event(1) + "\n" + event(2).replace("e2", "e#")).getBytes(StandardCharsets.ISO_8859_1);
        for (var at = 0; at < bytes.length; at++) {
            bytes[at] = bytes[at] == '#' ? (byte) 0xFF : bytes[at];
        }

        var read = read(bytes);

        assertThat(read).map(EventInputTest::brief).containsExactly("1 e1", "2 bad");
        assertThat(read.get(1))
                .isInstanceOfSatisfying(
                        InputEvent.Bad.class, bad -> assertThat(bad.raw()).contains((byte) 0xFF));
    }

    @Test
    void shouldPassOverAByteOrderMark() throws Exception {
        assertThat(read("\uFEFF" + event(1))).map(EventInputTest::brief).containsExactly("1 e1");
        assertThat(read("\uFEFF[" + event(1) + "]")).map(EventInputTest::brief).containsExactly("1 e1");
        assertThat(read(event(1) + "\n\uFEFF" + event(2)))
                .as("files put together")
                .map(EventInputTest::brief)
                .containsExactly("1 e1", "2 e2");
    }

    @Test
    void shouldNameTheInputWhenItBreaksOff() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write((event(1) + "\n" + event(2)).getBytes(StandardCharsets.UTF_8));
        }
        var cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 12);

        assertThatThrownBy(() -> read(cut)).hasMessageStartingWith("test can't be read beyond line ");
    }

    @Test
    void shouldRecogniseGzip() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(event(1).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read(bytes.toByteArray())).map(EventInputTest::brief).containsExactly("1 e1");
    }

    @Test
    void shouldReadEachPartOfAGzipFileThatHasSeveral() throws Exception {
        var parts = new ByteArrayOutputStream();
        parts.write(gzip(event(1) + "\n"));
        parts.write(gzip(event(2) + "\n"));

        assertThat(read(parts.toByteArray())).map(EventInputTest::brief).containsExactly("1 e1", "2 e2");
        // A pipe says that nothing is there yet; that is no end.
        var read = new ArrayList<InputEvent>();
        var pipe = new FilterInputStream(new ByteArrayInputStream(parts.toByteArray())) {
            @Override
            public int available() {
                return 0;
            }
        };
        new EventInput("-", () -> pipe).read(read::add);
        assertThat(read).map(EventInputTest::brief).containsExactly("1 e1", "2 e2");
    }

    @Test
    void shouldTellWhatFollowsAGzipFileAndIsNone() throws Exception {
        var bytes = new ByteArrayOutputStream();
        bytes.write(gzip(event(1) + "\n"));
        bytes.write(event(2).getBytes(StandardCharsets.UTF_8));

        var read = new ArrayList<InputEvent>();
        assertThatThrownBy(() ->
                        new EventInput("test", () -> new ByteArrayInputStream(bytes.toByteArray())).read(read::add))
                .hasMessage("test can't be read beyond line 1 (bytes behind the gzip data that are no gzip)");
        assertThat(read).map(EventInputTest::brief).containsExactly("1 e1");
    }

    @Test
    void shouldReadWhatGzipAllows() throws Exception {
        var plain = gzip(event(1) + "\n");
        var named = new ByteArrayOutputStream();
        named.write(
                new byte[] {0x1f, (byte) 0x8b, 8, 4 + 8 + 16 + 2, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'x', 'n', 0, 'c', 0, 1, 1
                });
        named.write(plain, 10, plain.length - 10);
        named.write(new byte[512]);

        assertThat(read(named.toByteArray())).map(EventInputTest::brief).containsExactly("1 e1");
    }

    @Test
    void shouldTellABrokenGzipFile() throws Exception {
        var broken = gzip(event(1) + "\n");
        broken[broken.length - 6]++;

        assertThatThrownBy(() -> read(broken)).hasMessageContaining("the checksum is another");
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void shouldReadNothingFromAnEmptyInput() throws Exception {
        assertThat(read("")).isEmpty();
        assertThat(read(" \n \n")).isEmpty();
    }

    private static String event(int number) {
        return """
                {"event_id":"e%d","project_id":"p","run_id":"r","timestamp":"2026-11-01T08:00:00Z","event_type":"agent_step","step_number":1}""".formatted(number);
    }

    private static String brief(InputEvent event) {
        return event.line() + " "
                + switch (event) {
                    case InputEvent.Good good -> good.event().getEventId();
                    case InputEvent.Bad bad -> "bad";
                };
    }

    private static List<InputEvent> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<InputEvent> read(byte[] bytes) throws IOException {
        var read = new ArrayList<InputEvent>();
        new EventInput("test", () -> new ByteArrayInputStream(bytes)).read(read::add);
        return read;
    }
}
