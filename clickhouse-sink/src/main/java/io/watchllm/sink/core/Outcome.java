package io.watchllm.sink.core;

/** What came of sending a batch: a closed set, sorted once at the edge by {@link OutcomeRules}. */
public sealed interface Outcome {

    /** It is in the table and in what views feed. */
    record Acked() implements Outcome {}

    /** Nothing was written, and never will be: a row of it is at fault. */
    record BadData(int code, String message) implements Outcome {}

    /** Nothing was written, and won't be until a person changes table, rights or settings. */
    record BadConfig(int code, String message) implements Outcome {}

    /** Nothing was written this time; later it may. */
    record NotNow(int code, String message) implements Outcome {}

    /** It may or may not have been written. */
    record InDoubt(int code, String message) implements Outcome {}
}
