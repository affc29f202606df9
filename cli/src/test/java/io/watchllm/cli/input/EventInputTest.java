package io.watchllm.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

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

    @Test
    void shouldReadTwoObjectsOnALineAsBad() throws Exception {
        assertThat(read(event(1) + event(2))).map(EventInputTest::brief).containsExactly("1 bad");
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
