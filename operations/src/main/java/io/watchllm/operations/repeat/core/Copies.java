package io.watchllm.operations.repeat.core;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Stored copies of one event: its rows in {@code events}, and those that belong to them in the other tables.
 *
 * @param identity the event
 * @param time time of the event, the earliest where copies differ
 * @param rows rows in {@code events}
 * @param sources different places in the row topic that these rows came from
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
     * Rows that belong to an event in another table. Each call or step of the event should be there as often as the
     * event itself.
     *
     * @param fewest rows of the call or step that is there least often; 0 when rows of one have the same source
     * @param most rows of the one that is there most often
     * @param contents most different contents of one of them
     */
    public record Dependents(long fewest, long most, long contents) {

        /** Those of two tables. */
        public Dependents plus(Dependents other) {
            return new Dependents(
                    Math.min(fewest, other.fewest), Math.max(most, other.most), Math.max(contents, other.contents));
        }
    }

    /** What the copies are. */
    public enum Verdict {
        /** The same event several times: all but the first are to go. */
        REPEAT,
        /** Several events under one identity: which of them is right is not for us to say. */
        CONFLICT,
        /** Rows of a copy are missing, under way or stored twice themselves: not to be touched now. */
        UNSETTLED
    }

    /** Decides what the copies are. */
    public Verdict verdict() {
        if (contents > 1 || (dependents != null && dependents.contents() > 1)) {
            return Verdict.CONFLICT;
        }
        boolean settled = rows == sources
                && (dependents == null || dependents.fewest() == rows)
                && (dependents == null || dependents.most() == rows);
        return settled ? Verdict.REPEAT : Verdict.UNSETTLED;
    }

    /** Copies that are too many. */
    public long later() {
        return rows - 1;
    }

    /** The same with rows of another table. */
    public Copies with(Dependents more) {
        return new Copies(
                identity, time, rows, sources, contents, laterUsd, dependents == null ? more : dependents.plus(more));
    }
}
