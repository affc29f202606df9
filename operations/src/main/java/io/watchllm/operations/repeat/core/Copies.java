package io.watchllm.operations.repeat.core;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Stored copies of one event: its rows in {@code events}, and their dependent rows in the other tables.
 *
 * @param identity the event
 * @param time time of the event, the earliest where copies differ
 * @param rows rows in {@code events}
 * @param sources different positions in the row topic that these rows came from
 * @param contents different contents among them
 * @param laterUsd known costs of all copies but the first, in USD
 * @param dependents rows of {@code tool_calls} and {@code agent_steps}; null when there are none
 */
public record Copies(
        EventIdentity identity,
        Instant time,
        long rows,
        long sources,
        long contents,
        BigDecimal laterUsd,
        @Nullable Dependents dependents) {

    /**
     * Rows of another table that belong to an event. Each call or step of the event should have as many rows as the
     * event itself.
     *
     * @param fewest fewest rows of a call or step; 0 when two rows of one have the same source
     * @param most most rows of a call or step
     * @param contents most different contents of one of them
     */
    public record Dependents(long fewest, long most, long contents) {

        /** Combines those of two tables. */
        public Dependents plus(Dependents other) {
            return new Dependents(
                    Math.min(fewest, other.fewest), Math.max(most, other.most), Math.max(contents, other.contents));
        }
    }

    /** Classification of the copies. */
    public enum Verdict {
        /** The same event several times: all but the first should be removed. */
        REPEAT,
        /** Several events under one identity: which of them is right can't be decided here. */
        CONFLICT,
        /** Rows of a copy are missing, under way or stored twice themselves: must not be changed now. */
        UNRESOLVED
    }

    /** Classifies the copies. */
    public Verdict verdict() {
        if (contents > 1 || (dependents != null && dependents.contents() > 1)) {
            return Verdict.CONFLICT;
        }
        boolean resolved = rows == sources
                && (dependents == null || dependents.fewest() == rows)
                && (dependents == null || dependents.most() == rows);
        return resolved ? Verdict.REPEAT : Verdict.UNRESOLVED;
    }

    /** Number of surplus copies. */
    public long later() {
        return rows - 1;
    }

    /** A copy with rows of another table. */
    public Copies with(Dependents more) {
        return new Copies(
                identity, time, rows, sources, contents, laterUsd, dependents == null ? more : dependents.plus(more));
    }
}
