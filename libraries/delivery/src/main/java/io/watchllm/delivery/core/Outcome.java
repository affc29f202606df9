package io.watchllm.delivery.core;

import java.util.Locale;

/** Outcome of sending a batch: a closed set; {@link OutcomeRules} maps every failure to one of them. */
public sealed interface Outcome {
    /** ClickHouse's error code; {@link OutcomeRules#NO_CODE} when there is none. */
    default int code() {
        return OutcomeRules.NO_CODE;
    }

    /** What ClickHouse or the client said; empty when the attempt succeeded. */
    default String message() {
        return "";
    }

    /** True unless the rows are in the table. */
    default boolean failed() {
        return !(this instanceof Acked || this instanceof FoundLanded);
    }

    /** Its name in metrics and logs: {@code bad_data} for {@link BadData}. */
    default String word() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** The batch is in the table and in what its views feed. */
    record Acked() implements Outcome {}

    /** The batch was not sent again, because all its rows were found in the table. */
    record FoundLanded() implements Outcome {}

    /** A repeat was acknowledged, but the table has none of the rows: ClickHouse knew only the token. */
    record AckedWithoutRows(String message) implements Outcome {}

    /** The rows found in the table before or after the repeat can't be explained: an operator is needed. */
    record Unclear(String message) implements Outcome {}

    /**
     * Nothing of this attempt was written, and never will be: one of its rows is invalid.
     *
     * @param landed rows of the range that the table has from an earlier attempt; {@link #UNKNOWN} when they could not
     *     be counted, or were not
     */
    record BadData(int code, String message, long landed) implements Outcome {
        /** The number of rows is not known. */
        public static final long UNKNOWN = -1;

        public BadData(int code, String message) {
            this(code, message, UNKNOWN);
        }
    }

    /** Nothing was written, and won't be until an operator changes the table, the rights or the settings. */
    record BadConfig(int code, String message) implements Outcome {}

    /** Certainly nothing was written this time; a later attempt may succeed. */
    record NotNow(int code, String message) implements Outcome {}

    /**
     * The batch may or may not have been written.
     *
     * @param viewFailed whether the insert failed in a view behind the table
     */
    record InDoubt(int code, String message, boolean viewFailed) implements Outcome {
        public InDoubt(int code, String message) {
            this(code, message, false);
        }
    }
}
