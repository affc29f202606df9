package io.watchllm.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventFingerprintTest {
    private static final long GOLDEN_HIGH = 0xc742_6694_c05e_ceffL;
    private static final long GOLDEN_LOW = 0x8576_1312_de29_2ab4L;

    private final EventFingerprint events = new EventFingerprint();

    @Test
    void shouldTellProjectRunAndIdApart() {
        assertThat(events.id("a", "b", "cd"))
                .isEqualTo(events.id("a", "b", "cd"))
                .isNotEqualTo(events.id("a", "bc", "d"))
                .isNotEqualTo(events.id("ab", "c", "d"));
        assertThat(events.id("a", "b", "c"))
                .isNotEqualTo(events.id("b", "a", "c"))
                .isNotEqualTo(events.id("a", "c", "b"));
        assertThat(events.id("", "abc", ""))
                .isNotEqualTo(events.id("abc", "", ""))
                .isNotEqualTo(events.id("", "", "abc"));
    }

    /** A stored id must mean the same in every version: this is SHA-256 of 00000001 'p' 00000001 'r' 'e'. */
    @Test
    void shouldStayTheSameForEver() {
        assertThat(events.id("p", "r", "e")).isEqualTo(new EventFingerprint.Id(GOLDEN_HIGH, GOLDEN_LOW));
    }
}
