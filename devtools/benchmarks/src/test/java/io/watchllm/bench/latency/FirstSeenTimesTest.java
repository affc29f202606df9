package io.watchllm.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FirstSeenTimesTest {
    private final FirstSeenTimes sightings = new FirstSeenTimes(3);

    @Test
    void shouldTellWhenEachEventWasFirstSeenWhateverTheOrderOfTheRows() {
        assertThat(sightings.see(0, 100)).isZero();
        assertThat(sightings.see(2, 150)).isEqualTo(2);
        assertThat(sightings.see(2, 180)).isZero();
        assertThat(sightings.see(3, 220)).isEqualTo(1);

        assertThat(sightings.count()).isEqualTo(3);
        assertThat(sightings.byNumber(List.of(2, 0, 1))).containsExactly(150, 220, 150);
        assertThat(sightings.pollNanos()).containsExactly(50L, 30L, 40L);
    }

    @Test
    void shouldRefuseEventsThatAreMissingOrTwice() {
        sightings.see(3, 100);

        assertThatThrownBy(() -> sightings.byNumber(List.of(0, 1, 1))).hasMessageContaining("event 1", "twice");
        assertThatThrownBy(() -> sightings.byNumber(List.of(0, 2))).hasMessageContaining("event 1 does not stand");
        assertThatThrownBy(() -> sightings.see(4, 200)).hasMessageContaining("4 rows", "3 events");
    }
}
