package io.watchllm.sink.core;

/** What came of sending a batch: a closed set, sorted once at the edge by {@link OutcomeRules}. */
public sealed interface Outcome {

    /** It is in the table and in what views feed. */
    record Acked() implements Outcome {}

    /** It was not sent again, because all its rows were found in the table. */
    record FoundLanded() implements Outcome {}

    /** A repeat of it was acknowledged, and the table has none of its rows: ClickHouse knew its token alone. */
    record AckedWithoutRows(String message) implements Outcome {}

    /** What was found in the table before or after it was sent again can't be explained: a person is needed. */
    record Unclear(String message) implements Outcome {}

    /**
     * Nothing of this attempt was written, and never will be: a row of it is at fault.
     *
     * @param landed rows of the range that the table has from an attempt before; {@link #UNKNOWN} when nobody asked, or
     *     nobody answered
     */
    record BadData(int code, String message, long landed) implements Outcome {
        /** Stands for a number of rows that is not known. */
        public static final long UNKNOWN = -1;

        public BadData(int code, String message) {
            this(code, message, UNKNOWN);
        }
    }

    /** Nothing was written, and won't be until a person changes table, rights or settings. */
    record BadConfig(int code, String message) implements Outcome {}

    /** Surely nothing was written this time; later it may be. */
    record NotNow(int code, String message) implements Outcome {}

    /**
     * It may or may not have been written.
     *
     * @param viewFailed whether it failed behind the table, in a view
     */
    record InDoubt(int code, String message, boolean viewFailed) implements Outcome {
        public InDoubt(int code, String message) {
            this(code, message, false);
        }
    }
}
