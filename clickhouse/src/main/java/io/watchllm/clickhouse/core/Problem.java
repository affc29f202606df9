package io.watchllm.clickhouse.core;

/**
 * Something that is not as it must be.
 *
 * @param severity whether it stops exactly-once or the queries, or is only worth knowing
 * @param object the table, view or setting
 * @param what what was found, and what would be right
 * @param mend what to do: SQL to run, or a command
 */
public record Problem(Severity severity, String object, String what, String mend) {

    /** How bad it is. */
    public enum Severity {
        /** Must be mended. */
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
