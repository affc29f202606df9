package io.watchllm.operations.repeat.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.operations.repeat.core.Copies.Dependents;
import io.watchllm.operations.repeat.core.Copies.Verdict;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CopiesTest {

    @Test
    void shouldTakeEqualCopiesForRepeatsOfTheFirst() {
        assertThat(copies(3, 3, 1, null).verdict()).isEqualTo(Verdict.REPEAT);
        assertThat(copies(3, 3, 1, new Dependents(3, 3, 1)).verdict()).isEqualTo(Verdict.REPEAT);
        assertThat(copies(3, 3, 1, null).later()).isEqualTo(2);
    }

    @Test
    void shouldLeaveCopiesOfDifferentContents() {
        assertThat(copies(2, 2, 2, null).verdict()).isEqualTo(Verdict.CONFLICT);
        assertThat(copies(2, 2, 1, new Dependents(2, 2, 2)).verdict()).isEqualTo(Verdict.CONFLICT);
    }

    @Test
    void shouldWaitWhileCallsOrStepsOfACopyAreUnderWay() {
        assertThat(copies(2, 2, 1, new Dependents(1, 1, 1)).verdict()).isEqualTo(Verdict.UNRESOLVED);
        assertThat(copies(2, 2, 1, new Dependents(1, 2, 1)).verdict()).isEqualTo(Verdict.UNRESOLVED);
        assertThat(copies(2, 2, 1, null)
                        .with(new Dependents(2, 2, 1))
                        .with(new Dependents(2, 3, 1))
                        .verdict())
                .isEqualTo(Verdict.UNRESOLVED);
    }

    /** Deleting by the source would delete both. */
    @Test
    void shouldLeaveRowsThatAreStoredTwiceThemselves() {
        assertThat(copies(2, 1, 1, null).verdict()).isEqualTo(Verdict.UNRESOLVED);
        assertThat(copies(3, 2, 1, null).verdict()).isEqualTo(Verdict.UNRESOLVED);
    }

    private static Copies copies(long rows, long sources, long contents, @Nullable Dependents dependents) {
        return new Copies(
                new EventIdentity("p", "r", "e"), Instant.EPOCH, rows, sources, contents, BigDecimal.ONE, dependents);
    }
}
