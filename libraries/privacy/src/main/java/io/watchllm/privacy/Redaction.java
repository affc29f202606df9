package io.watchllm.privacy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Applies the rules to single texts. Thread-safe. */
final class Redaction {

    /** The second pass usually finds nothing, except for patterns that match text left beside a replacement. */
    private static final int PASSES_MAX = 4;

    private final List<PrivacyRule> rules;
    private final Map<PrivacyField, Long> byField = new EnumMap<>(PrivacyField.class);

    Redaction(PrivacyRules rules) {
        this.rules = rules.rules();
        for (int index = 0; index < this.rules.size(); index++) {
            for (var field : this.rules.get(index).fields()) {
                byField.merge(field, 1L << index, (some, other) -> some | other);
            }
        }
    }

    /** The rules that search a field, a bit for each. */
    long ofField(PrivacyField field) {
        return byField.getOrDefault(field, 0L);
    }

    /** The rules that apply to a project, a bit for each. */
    long ofProject(String project) {
        long asked = 0;
        for (int index = 0; index < rules.size(); index++) {
            asked |= rules.get(index).isFor(project) ? 1L << index : 0;
        }
        return asked;
    }

    /** Every rule, a bit for each. */
    long all() {
        return rules.isEmpty() ? 0 : -1L >>> (Long.SIZE - rules.size());
    }

    /**
     * The redacted text; the same object when nothing is found. Redaction is idempotent, and JSON stays JSON.
     *
     * @param asked a bit for each rule to apply
     * @param json whether the text is meant to be JSON, so that a bare number is a JSON number
     */
    String redact(String text, long asked, boolean json, Findings findings) {
        if (asked == 0) {
            return text;
        }
        var current = text;
        for (int pass = 0; pass < PASSES_MAX; pass++) {
            var search = new Search(rules, asked, Edges.WORDS);
            search.look(View.of(current), json);
            if (search.foundNothing()) {
                return current;
            }
            current = search.replaced(current, findings);
        }
        var search = new Search(rules, asked, Edges.WORDS);
        search.look(View.of(current), json);
        if (search.foundNothing()) {
            return current;
        }
        // A pattern that matches more on each pass: replace the whole text.
        return JsonScan.isJson(current)
                ? "{}"
                : rules.get(search.merged().getFirst().rule()).replacement();
    }

    /** Starts a search of bytes read as text, in which apparent word boundaries are unreliable. */
    Search search(long asked, Edges edges) {
        return new Search(rules, asked, edges);
    }

    /** Counts a match that is not replaced by text. */
    void count(Search.Place place, Findings findings) {
        findings.add(rules.get(place.rule()));
    }
}
