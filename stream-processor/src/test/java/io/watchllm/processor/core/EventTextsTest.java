package io.watchllm.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.validation.Sizes;
import io.watchllm.validation.TextColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTextsTest {

    private final EventTexts texts = new EventTexts(new Sizes(40, 30, 8, 4, 3, 2));

    @Test
    void shouldCutEachKindOfTextAtItsOwnSizeAndSayWhich() {
        assertThat(texts.text(TextColumn.PROMPT, "é".repeat(21))).isEqualTo("é".repeat(20));
        assertThat(texts.text(TextColumn.RESPONSE, "é".repeat(20))).isEqualTo("é".repeat(20));
        assertThat(texts.text(TextColumn.CONTEXT, "{\"k\":\"" + "x".repeat(40) + "\"}"))
                .isEqualTo("{\"k\":\"" + "x".repeat(24));
        assertThat(texts.text(TextColumn.MODEL, "🙂🙂x")).isEqualTo("🙂🙂");
        assertThat(texts.text(TextColumn.PROVIDER, "🙂🙂")).isEqualTo("🙂🙂");

        assertThat(texts.flags()).containsExactly("prompt_truncated", "context_truncated", "model_truncated");
    }

    @Test
    void shouldCutListsInBothDirections() {
        assertThat(texts.list(TextColumn.TAGS, List.of("a", "b", "c", "d"))).containsExactly("a", "b", "c");
        assertThat(texts.flags()).containsExactly("tags_truncated");

        assertThat(texts.list(TextColumn.ALERT_AFFECTED_MODELS, List.of("123456789", "b", "c")))
                .containsExactly("12345678", "b", "c");
        assertThat(texts.flags()).containsExactly("tags_truncated", "alert_affected_models_truncated");
        assertThat(texts.toolCalls(List.of(1, 2))).hasSize(2);
        assertThat(texts.toolCalls(List.of(1, 2, 3))).containsExactly(1, 2);
        assertThat(texts.flags()).endsWith("tool_calls_truncated");
    }

    /** The replacement takes more bytes than NUL: the size holds for what is texts. */
    @Test
    void shouldReplaceNulBeforeItCuts() {
        assertThat(texts.text(TextColumn.MODEL, "a\0b\0c")).isEqualTo("a\uFFFDb\uFFFD");

        assertThat(texts.flags()).containsExactlyInAnyOrder("nul_replaced", "model_truncated");
    }

    @Test
    void shouldFlagWhatIsNotTheJsonThatTheContractWants() {
        texts.text(TextColumn.TOOL_INPUT, "[1]");
        texts.text(TextColumn.TOOL_OUTPUT, "{\"a\":1}");
        texts.text(TextColumn.ASSERTION_EXPECTED, "[1]");
        texts.text(TextColumn.ASSERTION_ACTUAL, "not json");
        texts.text(TextColumn.CONTEXT, "{} {}");
        texts.text(TextColumn.PROMPT, "not json");

        assertThat(texts.flags())
                .containsExactly("tool_input_not_json", "assertion_actual_not_json", "context_not_json");
    }
}
