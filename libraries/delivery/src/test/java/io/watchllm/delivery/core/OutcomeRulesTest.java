package io.watchllm.delivery.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeRulesTest {

    @Test
    void shouldTellTheTwoMeaningsOf252Apart() {
        assertThat(OutcomeRules.of(252, "Too many parts (3001). Merges are processing significantly slower", 500))
                .isInstanceOf(Outcome.NotNow.class);
        assertThat(OutcomeRules.of(252, "Too many parts (100001) in all partitions in total", 500))
                .isInstanceOf(Outcome.NotNow.class);
        assertThat(OutcomeRules.of(252, "Too many partitions for single INSERT block (more than 100)", 500))
                .isInstanceOf(Outcome.BadData.class);
    }

    @Test
    void shouldBeInDoubtWhenTheAnswerIsNoClearRefusal() {
        assertThat(OutcomeRules.of(319, "Unknown status of insert", 500)).isInstanceOf(Outcome.InDoubt.class);
        assertThat(OutcomeRules.of(209, "Timeout exceeded while reading from socket", 500))
                .isInstanceOf(Outcome.InDoubt.class);
        assertThat(OutcomeRules.of(210, "Connection reset by peer", 500)).isInstanceOf(Outcome.InDoubt.class);
        assertThat(OutcomeRules.of(OutcomeRules.NO_CODE, "Bad gateway", 502)).isInstanceOf(Outcome.InDoubt.class);
        assertThat(OutcomeRules.of(123_456, "new in some version", 500)).isInstanceOf(Outcome.InDoubt.class);
    }

    @Test
    void shouldBeInDoubtWhenTheServerHadBegunToAnswerWell() {
        assertThat(OutcomeRules.of(117, "Incorrect data", 200)).isInstanceOf(Outcome.InDoubt.class);
    }

    @Test
    void shouldBeInDoubtWhenAViewFailsBehindTheTable() {
        assertThat(OutcomeRules.of(407, "Decimal math overflow: while pushing to view watchllm.hourly", 500))
                .isInstanceOf(Outcome.InDoubt.class);
    }

    @Test
    void shouldStopForWhatOnlyAPersonCanMend() {
        for (var code : List.of(16, 60, 81, 192, 193, 497, 516)) {
            assertThat(OutcomeRules.of(code, "", 500)).as("code %d", code).isInstanceOf(Outcome.BadConfig.class);
        }
        assertThat(OutcomeRules.of(OutcomeRules.NO_CODE, "Forbidden", 403)).isInstanceOf(Outcome.BadConfig.class);
    }

    @Test
    void shouldTryAgainWhenTheQueryDidNotBegin() {
        for (var code : List.of(202, 203, 745)) {
            assertThat(OutcomeRules.of(code, "", 500)).as("code %d", code).isInstanceOf(Outcome.NotNow.class);
        }
    }

    /** A block with rows of several months is written month by month: the first may be in the table. */
    @Test
    void shouldBeInDoubtWhenTheServerMayHaveWrittenAPartBeforeItLackedSomething() {
        for (var code : List.of(225, 241, 242, 243, 285, 286, 319)) {
            assertThat(OutcomeRules.of(code, "", 500)).as("code %d", code).isInstanceOf(Outcome.InDoubt.class);
        }
    }
}
