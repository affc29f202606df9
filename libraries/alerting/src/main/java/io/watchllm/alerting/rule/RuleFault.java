package io.watchllm.alerting.rule;

/**
 * A fault of a rule.
 *
 * @param field name of the field in rule files
 * @param problem the value found
 * @param right the expected value
 */
public record RuleFault(String field, String problem, String right) {

    /** The fault as a sentence. */
    public String message() {
        return field + " " + problem + "; expected " + right;
    }
}
