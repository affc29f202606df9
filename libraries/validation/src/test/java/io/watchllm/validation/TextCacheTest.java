package io.watchllm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextCacheTest {

    private final TextCache<Integer> cache = new TextCache<>(3, 100);

    @Test
    void shouldHoldNoMoreEntriesThanItsBound() {
        for (int number = 0; number < 50; number++) {
            cache.put("t" + number, number);
            assertThat(cache.size()).isBetween(1, 3);
            assertThat(cache.get("t" + number)).isEqualTo(number);
        }
        assertThat(cache.get("t0")).isNull();
    }

    @Test
    void shouldHoldNoMoreCharactersThanItsBound() {
        for (int number = 0; number < 50; number++) {
            cache.put("t".repeat(40) + number, number);
            assertThat(cache.characters()).isBetween(41L, 100L);
        }
        cache.put("u".repeat(101), 1);
        assertThat(cache.get("u".repeat(101))).isNull();
        assertThat(cache.characters()).isLessThanOrEqualTo(100);
    }
}
