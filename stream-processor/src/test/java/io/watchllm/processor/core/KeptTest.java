package io.watchllm.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.validation.Sizes;
import io.watchllm.validation.TextColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptTest {

    private final Kept kept = new Kept(new Sizes(40, 30, 8, 4, 3, 2));

    @Test
    void shouldCutEachKindOfTextAtItsOwnSizeAndSayWhich() {
        assertThat(kept.text(TextColumn.PROMPT, "é".repeat(21))).isEqualTo("é".repeat(20));
        assertThat(kept.text(TextColumn.RESPONSE, "é".repeat(20))).isEqualTo("é".repeat(20));
        assertThat(kept.text(TextColumn.CONTEXT, "{\"k\":\"" + "x".repeat(40) + "\"}"))
                .isEqualTo("{\"k\":\"" + "x".repeat(24));
        assertThat(kept.text(TextColumn.MODEL, "🙂🙂x")).isEqualTo("🙂🙂");
        assertThat(kept.text(TextColumn.PROVIDER, "🙂🙂")).isEqualTo("🙂🙂");

        assertThat(kept.flags()).containsExactly("prompt_truncated", "context_truncated", "model_truncated");
    }

    @Test
    void shouldCutListsInBothDirections() {
        assertThat(kept.list(TextColumn.TAGS, List.of("a", "b", "c", "d"))).containsExactly("a", "b", "c");
        assertThat(kept.flags()).containsExactly("tags_truncated");

        assertThat(kept.list(TextColumn.ALERT_AFFECTED_MODELS, List.of("123456789", "b", "c")))
                .containsExactly("12345678", "b", "c");
        assertThat(kept.flags()).containsExactly("tags_truncated", "alert_affected_models_truncated");
        assertThat(kept.toolCalls(List.of(1, 2))).hasSize(2);
        assertThat(kept.toolCalls(List.of(1, 2, 3))).containsExactly(1, 2);
        assertThat(kept.flags()).endsWith("tool_calls_truncated");
    }

    /** The replacement takes more bytes than NUL: the size holds for what is kept. */
    @Test
    void shouldReplaceNulBeforeItCuts() {
        assertThat(kept.text(TextColumn.MODEL, "a\0b\0c")).isEqualTo("a\uFFFDb\uFFFD");

        assertThat(kept.flags()).containsExactlyInAnyOrder("nul_replaced", "model_truncated");
    }

    @Test
    void shouldFlagWhatIsNotTheJsonThatTheContractWants() {
        kept.text(TextColumn.TOOL_INPUT, "[1]");
        kept.text(TextColumn.TOOL_OUTPUT, "{\"a\":1}");
        kept.text(TextColumn.ASSERTION_EXPECTED, "[1]");
        kept.text(TextColumn.ASSERTION_ACTUAL, "not json");
        kept.text(TextColumn.CONTEXT, "{} {}");
        kept.text(TextColumn.PROMPT, "not json");

        assertThat(kept.flags())
                .containsExactly("tool_input_not_json", "assertion_actual_not_json", "context_not_json");
    }
}
