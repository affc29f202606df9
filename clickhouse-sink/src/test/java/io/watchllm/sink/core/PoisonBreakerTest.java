package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoisonBreakerTest {

    @Test
    void shouldNotJudgeByTooFewRecords() {
        assertThat(new PoisonBreaker(0.5, 20).trips(0, 19)).isFalse();
        assertThat(new PoisonBreaker(0.5, 20).trips(0, 20)).isTrue();
    }

    @Test
    void shouldTripAboveTheShareAndNotAtIt() {
        assertThat(new PoisonBreaker(0.5, 20).trips(50, 50)).isFalse();
        assertThat(new PoisonBreaker(0.5, 20).trips(50, 51)).isTrue();
    }

    @Test
    void shouldTripWhenPoisonTricklesInOneByOne() {
        var breaker = new PoisonBreaker(0.5, 20);
        var passed = 0;
        while (!breaker.trips(0, 1)) {
            breaker.passed(0, 1);
            passed++;
        }

        assertThat(passed).isEqualTo(19);
    }

    @Test
    void shouldForgiveWhatLiesFarBack() {
        var breaker = new PoisonBreaker(0.5, 20);
        breaker.passed(0, 500);
        breaker.passed(100_000, 0);

        assertThat(breaker.trips(10, 10)).isFalse();
    }
}
