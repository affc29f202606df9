package io.watchllm.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.events.NestedToolCall;
import io.watchllm.events.PromptCall;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnpairedSurrogatesTest {

    @ParameterizedTest
    @CsvSource({
        "'', -1",
        "abc🙂漢, -1",
        "\ud83d, 0",
        "\ude42, 0",
        "a🙂\ud83d, 3",
        "\ud83d\ud83d\ude42, 0",
        "🙂\ude42, 2",
    })
    void shouldFindTheFirst(String text, int index) {
        assertThat(UnpairedSurrogates.firstIn(text)).isEqualTo(index);
    }

    @Test
    void shouldEscapeEachAndNothingElse() {
        assertThat(UnpairedSurrogates.escaped("a\ud83d🙂\ude42é")).isEqualTo("a\\ud83d🙂\\ude42é");
        assertThat(UnpairedSurrogates.escaped("🙂")).isEqualTo("🙂");
    }

    @Test
    void shouldTellWhereInARecordOneIs() {
        assertThat(UnpairedSurrogates.pathIn(event("🙂", "tag", "tool"))).isNull();
        assertThat(UnpairedSurrogates.pathIn(event("\ud83d", "tag", "tool"))).isEqualTo("payload.prompt");
        assertThat(UnpairedSurrogates.pathIn(event("🙂", "\ude42", "tool"))).isEqualTo("tags[1]");
        assertThat(UnpairedSurrogates.pathIn(event("🙂", "tag", "\ude42")))
                .isEqualTo("payload.tool_calls[0].tool_name");
    }

    private static Event event(String prompt, String tag, String tool) {
        return Event.newBuilder()
                .setEventId("e")
                .setProjectId("p")
                .setRunId("r")
                .setTimestamp(Instant.EPOCH)
                .setTags(List.of("first", tag))
                .setPayload(PromptCall.newBuilder()
                        .setPrompt(prompt)
                        .setResponse("")
                        .setModel("m")
                        .setTokensInput(1)
                        .setTokensOutput(1)
                        .setToolCalls(List.of(new NestedToolCall(tool, null, null, null, null, null, null)))
                        .build())
                .build();
    }
}
