package io.watchllm.alerting.rule;

import java.util.Locale;

/**
 * A fault of a rule.
 *
 * @param code which of the closed set of faults
 * @param field name of the field in rule files
 * @param problem the value found
 * @param right the expected value
 */
public record RuleFault(Code code, String field, String problem, String right) {

    /** The closed set of faults. */
    public enum Code {
        /** A field that the kind requires is missing. */
        MISSING,
        /** A field that the kind does not use is set, or the key is unknown. */
        NOT_USED,
        /** A number or a time is too small or too large. */
        OUT_OF_RANGE,
        /** Two values contradict each other. */
        CONTRADICTION,
        /** The kind or scope does not exist, or the kind does not support the scope. */
        WRONG_WORD,
        /** A text has the wrong form. */
        WRONG_FORM;

        /** The name in messages, such as {@code out_of_range}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The fault as a sentence. */
    public String message() {
        return field + " " + problem + "; expected " + right;
    }
}
