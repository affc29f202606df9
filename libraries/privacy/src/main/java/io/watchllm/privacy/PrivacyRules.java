package io.watchllm.privacy;

import io.watchllm.strictfile.StrictFile;
import io.watchllm.strictfile.StrictFileException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Redaction rules, in the order of their file. */
public final class PrivacyRules {

    /** No rules: nothing is redacted. */
    public static final PrivacyRules NONE = new PrivacyRules(List.of());

    private final List<PrivacyRule> rules;

    PrivacyRules(List<PrivacyRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Parses the rules in the JSON text of a file.
     *
     * @throws StrictFileException when the file is invalid; lists each problem with its position and the expected value
     */
    public static PrivacyRules parse(String json) {
        return StrictFile.json(json.getBytes(StandardCharsets.UTF_8), RulesReading::read);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    List<PrivacyRule> rules() {
        return rules;
    }
}
