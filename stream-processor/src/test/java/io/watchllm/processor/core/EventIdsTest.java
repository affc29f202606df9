package io.watchllm.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventIdsTest {
    private static final long GOLDEN_HIGH = 0x609c_7396_145a_a1cfL;
    private static final long GOLDEN_LOW = 0x8ee3_56cd_476a_6243L;

    private final EventIds ids = new EventIds();

    @Test
    void shouldTellProjectFromId() {
        assertThat(ids.of("a", "bc")).isEqualTo(ids.of("a", "bc")).isNotEqualTo(ids.of("ab", "c"));
        assertThat(ids.of("", "abc")).isNotEqualTo(ids.of("abc", ""));
    }

    /** A stored id must mean the same in every version: this is SHA-256 of 00000001 'p' 'e'. */
    @Test
    void shouldStayTheSameForEver() {
        assertThat(ids.of("p", "e")).isEqualTo(new EventId(GOLDEN_HIGH, GOLDEN_LOW));
    }
}
