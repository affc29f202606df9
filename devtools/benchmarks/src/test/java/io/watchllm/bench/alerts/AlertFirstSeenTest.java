package io.watchllm.bench.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Of 100 events those with the numbers 0 and 51 are dear. */
class AlertFirstSeenTest {
    private final AlertFirstSeen sightings = new AlertFirstSeen(100);

    @Test
    void shouldTellTheTimeFromEachEventToItsAlertByRule() {
        sightings.see(RuleMix.SECOND_STAGE, "bench-51", 900);
        sightings.see(RuleMix.FIRST_STAGE, "bench-0", 400);
        assertThat(sightings.count()).isEqualTo(2);
        assertThat(sightings.missing(50)).isEqualTo(1);
        assertThat(sightings.missing(100)).isEqualTo(2);

        sightings.see(RuleMix.SECOND_STAGE, "bench-0", 500);
        sightings.see(RuleMix.FIRST_STAGE, "bench-51", 700);
        assertThat(sightings.missing(100)).isZero();
        sightings.check();
        assertThat(sightings.lagNanos(RuleMix.SECOND_STAGE, 0, number -> number * 10))
                .containsExactly(500, 390);
        assertThat(sightings.lagNanos(RuleMix.FIRST_STAGE, 1, number -> number * 10))
                .containsExactly(190);
    }

    @Test
    void shouldRefuseAlertsThatAreMissing() {
        sightings.see(RuleMix.FIRST_STAGE, "bench-0", 400);
        sightings.see(RuleMix.FIRST_STAGE, "bench-51", 400);
        sightings.see(RuleMix.SECOND_STAGE, "bench-0", 400);

        assertThatThrownBy(sightings::check)
                .hasMessageContaining(RuleMix.SECOND_STAGE)
                .hasMessageContaining("event 51")
                .hasMessageContaining("1 are missing");
    }

    @Test
    void shouldRefuseAlertsThatComeTwice() {
        allOnce();
        sightings.see(RuleMix.FIRST_STAGE, "bench-51", 900);

        assertThatThrownBy(sightings::check).hasMessageContaining("bench-51").hasMessageContaining("twice");
    }

    @Test
    void shouldRefuseAlertsThatNoEventShouldHaveRaised() {
        allOnce();
        sightings.see(RuleMix.FIRST_STAGE, "bench-52", 900);
        sightings.see("bench-0003", "bench-0", 900);

        assertThatThrownBy(sightings::check).hasMessageContaining("bench-52").hasMessageContaining("none");
    }

    @Test
    void shouldRefuseAlertsOfOtherRules() {
        allOnce();
        sightings.see("bench-0003", null, 900);

        assertThatThrownBy(sightings::check).hasMessageContaining("bench-0003").hasMessageContaining("none");
    }

    private void allOnce() {
        for (var rule : new String[] {RuleMix.FIRST_STAGE, RuleMix.SECOND_STAGE}) {
            sightings.see(rule, "bench-0", 400);
            sightings.see(rule, "bench-51", 400);
        }
        sightings.check();
    }
}
