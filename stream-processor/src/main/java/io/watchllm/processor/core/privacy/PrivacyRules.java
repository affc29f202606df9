package io.watchllm.processor.core.privacy;

import java.util.List;

/** The rules by which texts are redacted, in the order of their file. */
public final class PrivacyRules {

    /** No rules: nothing is redacted. */
    public static final PrivacyRules NONE = new PrivacyRules(List.of());

    private final List<PrivacyRule> rules;

    PrivacyRules(List<PrivacyRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * The rules in the JSON text of a file.
     *
     * @throws PrivacyRulesException when it can't be used; names every place, what is wrong there, and what would be
     *     right
     */
    public static PrivacyRules parse(String json) {
        return new RulesReading().read(json);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    List<PrivacyRule> rules() {
        return rules;
    }
}
