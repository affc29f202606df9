package io.watchllm.privacy;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Rules for tests. */
public final class Rules {

    private Rules() {}

    /** A rule for each detector, by its name. */
    public static PrivacyRules builtIn() {
        return of(Arrays.stream(Detector.values())
                .map(detector -> "{\"name\":\"%1$s\",\"detector\":\"%1$s\"}".formatted(detector.word()))
                .toArray(String[]::new));
    }

    /** One rule for a pattern, called own. */
    public static PrivacyRules pattern(String pattern) {
        return of("{\"name\":\"own\",\"pattern\":\"%s\"}".formatted(pattern.replace("\\", "\\\\")));
    }

    public static PrivacyRules of(String... rules) {
        return PrivacyRules.parse(Arrays.stream(rules).collect(Collectors.joining(",", "{\"rules\":[", "]}")));
    }

    static String redact(PrivacyRules rules, String text) {
        var redaction = new Redaction(rules);
        return redaction.redact(text, redaction.all(), false, new Findings());
    }

    static String redactJson(PrivacyRules rules, String json) {
        var redaction = new Redaction(rules);
        return redaction.redact(json, redaction.all(), true, new Findings());
    }
}
