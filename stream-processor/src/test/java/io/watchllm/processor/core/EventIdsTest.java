package io.watchllm.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventIdsTest {
    private static final long GOLDEN_HIGH = 0xc742_6694_c05e_ceffL;
    private static final long GOLDEN_LOW = 0x8576_1312_de29_2ab4L;

    private final EventIds ids = new EventIds();

    @Test
    void shouldTellProjectRunAndIdApart() {
        assertThat(ids.of("a", "b", "cd"))
                .isEqualTo(ids.of("a", "b", "cd"))
                .isNotEqualTo(ids.of("a", "bc", "d"))
                .isNotEqualTo(ids.of("ab", "c", "d"));
        assertThat(ids.of("a", "b", "c")).isNotEqualTo(ids.of("b", "a", "c")).isNotEqualTo(ids.of("a", "c", "b"));
        assertThat(ids.of("", "abc", "")).isNotEqualTo(ids.of("abc", "", "")).isNotEqualTo(ids.of("", "", "abc"));
    }

    /** A stored id must mean the same in every version: this is SHA-256 of 00000001 'p' 00000001 'r' 'e'. */
    @Test
    void shouldStayTheSameForEver() {
        assertThat(ids.of("p", "r", "e")).isEqualTo(new EventId(GOLDEN_HIGH, GOLDEN_LOW));
    }
}
