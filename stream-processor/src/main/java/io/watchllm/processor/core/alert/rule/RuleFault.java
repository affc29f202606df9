package io.watchllm.processor.core.alert.rule;

import java.util.Locale;

/**
 * What is wrong with a rule.
 *
 * @param code which of the closed set of faults
 * @param field where, by the name that rule files use
 * @param problem what is there
 * @param right what would be right
 */
public record RuleFault(Code code, String field, String problem, String right) {

    /** The closed set of faults. */
    public enum Code {
        /** A field that the kind needs is missing. */
        MISSING,
        /** A field that the kind has no use for is there, or a key that no rule has. */
        NOT_USED,
        /** A number or a time is too small or too large. */
        OUT_OF_RANGE,
        /** Two values do not go together. */
        CONTRADICTION,
        /** The kind or scope is none, or the kind can't be counted for the scope. */
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
        return field + " " + problem + "; right would be " + right;
    }
}
