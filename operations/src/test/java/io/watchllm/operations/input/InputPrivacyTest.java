package io.watchllm.operations.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.privacy.PrivacyRules;
import org.junit.jupiter.api.Test;

class InputPrivacyTest {
    private static final PrivacyRules RULES = PrivacyRules.parse("""
            {"rules":[{"name":"email","detector":"email","projects":["elsewhere"],"fields":["prompt"]}]}""");

    @Test
    void shouldRedactALineAndWhatIsSaidOfIt() {
        var bad = new InputEvent.Bad(3, "{\"a\":\"x\\u0040y.de\"}".getBytes(UTF_8), "a is x@y.de");

        var kept = InputPrivacy.of(RULES).apply(bad);

        assertThat(kept.line()).isEqualTo(3);
        assertThat(kept.raw()).asString(UTF_8).isEqualTo("{\"a\":\"[redacted:email]\"}");
        assertThat(kept.problem()).isEqualTo("a is [redacted:email]");
    }

    @Test
    void shouldMaskBytesThatAreNoText() {
        var bad = new InputEvent.Bad(1, "\u00ff x@y.de".getBytes(ISO_8859_1), "not UTF-8");

        assertThat(InputPrivacy.of(RULES).apply(bad).raw()).asString(ISO_8859_1).isEqualTo("\u00ff ******");
    }

    @Test
    void shouldKeepInputAsItIsWithoutRules() {
        var bad = new InputEvent.Bad(1, "x@y.de".getBytes(UTF_8), "x@y.de");

        assertThat(InputPrivacy.of(PrivacyRules.NONE).apply(bad)).isSameAs(bad);
    }
}
