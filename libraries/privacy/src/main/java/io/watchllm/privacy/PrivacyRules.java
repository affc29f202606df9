package io.watchllm.privacy;

import io.watchllm.strictfile.FileValue;
import io.watchllm.strictfile.StrictFile;
import io.watchllm.strictfile.StrictFileException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Redaction rules, in the order of their file. */
public final class PrivacyRules {

    /** No rules: nothing is redacted. */
    public static final PrivacyRules NONE = new PrivacyRules(List.of());

    static final int RULES_MAX = 64;

    private static final List<String> KEYS =
            List.of("name", "detector", "pattern", "projects", "except_projects", "fields", "replacement");

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,40}");

    /** Characters that are rare in normal text and need no escape in JSON. */
    private static final Pattern REPLACEMENT = Pattern.compile("\\[[\\p{L}\\p{N} :._-]{1,60}]|\\*{1,60}");

    private final List<PrivacyRule> rules;

    private PrivacyRules(List<PrivacyRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Parses the rules in the JSON text of a file.
     *
     * @throws StrictFileException when the file is invalid; lists each problem with its position and the expected value
     */
    public static PrivacyRules parse(String json) {
        return StrictFile.json(json.getBytes(StandardCharsets.UTF_8), PrivacyRules::read);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    List<PrivacyRule> rules() {
        return rules;
    }

    private static PrivacyRules read(FileValue root) {
        var rules = new ArrayList<PrivacyRule>();
        var names = new HashSet<String>();
        if (root.isMapOf(List.of("$schema", "rules"), "{\"rules\": […]}")) {
            for (var value : root.get("rules").items(1, RULES_MAX, "rules")) {
                var rule = value.isMapOf(KEYS, "a map with name and either detector or pattern") ? rule(value) : null;
                if (rule != null) {
                    rules.add(rule);
                }
                var name = value.get("name").text();
                if (name != null && !names.add(name)) {
                    value.get("name").fault("is \"" + name + "\", as is that of a rule before it", "a name of its own");
                }
            }
        }
        return new PrivacyRules(rules);
    }

    private static @Nullable PrivacyRule rule(FileValue value) {
        var name = value.get("name").matching(NAME, "1 to 40 of a-z, 0-9, _ and -");
        var finder = finder(value);
        var fields = fields(value.get("fields"));
        var projects = value.get("projects").texts("ids of projects");
        var except = value.get("except_projects").texts("ids of projects");
        if (!projects.isEmpty() && !except.isEmpty()) {
            value.fault("has both projects and except_projects", "one of them");
        }
        var replacement = value.has("replacement")
                ? value.get("replacement")
                        .matching(
                                REPLACEMENT,
                                "stars, or letters, digits, blanks and :._- in square brackets, at most 60 of them")
                : "[redacted:" + name + "]";
        return finder == null ? null : new PrivacyRule(name, finder, projects, except, fields, replacement);
    }

    private static @Nullable Finder finder(FileValue value) {
        if (value.has("detector") == value.has("pattern")) {
            value.fault(
                    value.has("detector") ? "has both detector and pattern" : "has neither detector nor pattern",
                    "one of them");
            return null;
        }
        if (value.has("detector")) {
            var detector = value.get("detector").oneOf(List.of(Detector.values()), Detector::word);
            return detector == null ? null : detector.finder();
        }
        var text = value.get("pattern").text();
        if (text == null) {
            value.get("pattern").invalid("a regular expression as text");
            return null;
        }
        return switch (PatternCheck.compile(text)) {
            case PatternCheck.Fit(var pattern) -> new PatternFinder(pattern);
            case PatternCheck.Unfit(var problem, var right) -> {
                value.get("pattern").fault(problem, right);
                yield null;
            }
        };
    }

    private static Set<PrivacyField> fields(FileValue value) {
        if (value.isMissing()) {
            return PrivacyField.byDefault();
        }
        var known = Arrays.stream(PrivacyField.values()).map(PrivacyField::word).toList();
        var words = value.words("names of fields", known);
        return Arrays.stream(PrivacyField.values())
                .filter(field -> words.contains(field.word()))
                .collect(Collectors.toSet());
    }
}
