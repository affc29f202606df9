package io.watchllm.clickhouse.core;

/**
 * Something that is not as required.
 *
 * @param severity whether it breaks exactly-once or the queries, or is only a note
 * @param object the table, view or setting
 * @param what what was found, and what is expected
 * @param mend the fix: SQL to run, or a command
 */
public record Problem(Severity severity, String object, String what, String mend) {

    /** Severity of a problem. */
    public enum Severity {
        /** Must be fixed. */
        ERROR,
        /** Nothing is broken by it alone. */
        NOTE
    }

    static Problem error(String object, String what, String mend) {
        return new Problem(Severity.ERROR, object, what, mend);
    }

    static Problem note(String object, String what, String mend) {
        return new Problem(Severity.NOTE, object, what, mend);
    }
}
