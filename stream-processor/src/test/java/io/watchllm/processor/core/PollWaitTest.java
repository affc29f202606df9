package io.watchllm.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollWaitTest {
    private static final Duration ASKED = Duration.ofMillis(100);
    private static final long REST = PollWait.REST_AFTER.toMillis();

    private final PollWait wait = new PollWait(1_000);

    @Test
    void shouldWaitAsAskedWhileSomethingMayWaitForACommit() {
        assertThat(wait.of(ASKED, 1_000)).isEqualTo(ASKED);
        wait.records(5_000);
        assertThat(wait.of(ASKED, 5_000 + REST - 1)).isEqualTo(ASKED);
    }

    @Test
    void shouldWaitLongerOnceNothingHasComeForLongerThanACommitTakes() {
        assertThat(wait.of(ASKED, 1_000 + REST)).isEqualTo(PollWait.REST_WAIT);
        wait.records(1_000 + REST);
        assertThat(wait.of(ASKED, 1_001 + REST)).isEqualTo(ASKED);
    }

    @Test
    void shouldNeitherWaitWhereNoWaitIsAskedForNorShortenALongerOne() {
        assertThat(wait.of(Duration.ZERO, 1_000 + REST)).isEqualTo(Duration.ZERO);
        assertThat(wait.of(Duration.ofSeconds(2), 1_000 + REST)).isEqualTo(Duration.ofSeconds(2));
    }
}
