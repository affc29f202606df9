package io.watchllm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortTextTest {

    @Test
    void shouldLeaveWhatFits() {
        assertThat(ShortText.of("abcd", 4)).isEqualTo("abcd");
    }

    @Test
    void shouldCutWhatDoesNotAndSplitNoCharacter() {
        assertThat(ShortText.of("abcde", 4)).isEqualTo("abc…");
        assertThat(ShortText.of("ab🙂de", 4)).isEqualTo("ab…");
        assertThat(ShortText.of("a🙂cde", 4)).isEqualTo("a🙂…");
    }

    @Test
    void shouldBoundAllThatARejectionSays() {
        var huge = "x".repeat(3_000_000);

        assertThat(new Rejection(Reason.NOT_MAPPABLE, huge, huge, huge).message())
                .hasSizeLessThan(1_300);
    }
}
