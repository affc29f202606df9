package io.watchllm.privacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Strict reader of a rules file: rejects everything unknown and reports all problems at once. Used for one file. */
final class RulesReading {

    static final int RULES_MAX = 64;

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private static final List<String> KEYS =
            List.of("name", "detector", "pattern", "projects", "except_projects", "fields", "replacement");

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,40}");

    /** Characters that are rare in normal text and need no escape in JSON. */
    private static final Pattern REPLACEMENT = Pattern.compile("\\[[\\p{L}\\p{N} :._-]{1,60}]|\\*{1,60}");

    private final List<String> problems = new ArrayList<>();

    PrivacyRules read(String json) {
        var rules = new ArrayList<PrivacyRule>();
        var root = tree(json);
        if (root.isObject()) {
            refuseUnknown(root, "", List.of("$schema", "rules"));
        }
        var list = root.path("rules");
        if (!list.isArray() || list.isEmpty() || list.size() > RULES_MAX) {
            refuse("rules", "is " + shown(list), "a list of 1 to " + RULES_MAX + " rules");
        } else {
            for (int index = 0; index < list.size(); index++) {
                var rule = rule(list.get(index), "rules[" + index + "]");
                if (rule != null) {
                    rules.add(rule);
                }
            }
            refuseTwins(list);
        }
        if (!problems.isEmpty()) {
            throw new PrivacyRulesException(String.join("; ", problems));
        }
        return new PrivacyRules(rules);
    }

    private JsonNode tree(String json) {
        try {
            return READER.readTree(json);
        } catch (JsonProcessingException failure) {
            var place = failure.getLocation();
            var where = place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
            throw new PrivacyRulesException(
                    where + "is no right JSON (" + failure.getOriginalMessage() + "); expected {\"rules\":[…]}");
        }
    }

    private @Nullable PrivacyRule rule(JsonNode node, String place) {
        if (!node.isObject()) {
            refuse(place, "is " + shown(node), "an object with name and either detector or pattern");
            return null;
        }
        refuseUnknown(node, place + ".", KEYS);
        var name = node.path("name").asText();
        if (!node.path("name").isTextual() || !NAME.matcher(name).matches()) {
            refuse(place + ".name", "is " + shown(node.path("name")), "1 to 40 of a-z, 0-9, _ and -");
        }
        var finder = finder(node, place);
        var fields = fields(node.path("fields"), place + ".fields");
        var projects = words(node.path("projects"), place + ".projects", "ids of projects");
        var except = words(node.path("except_projects"), place + ".except_projects", "ids of projects");
        if (!projects.isEmpty() && !except.isEmpty()) {
            refuse(place, "has both projects and except_projects", "one of them");
        }
        var replacement = node.has("replacement") ? node.path("replacement").asText() : "[redacted:" + name + "]";
        if (node.has("replacement") && !REPLACEMENT.matcher(replacement).matches()) {
            refuse(
                    place + ".replacement",
                    "is " + shown(node.path("replacement")),
                    "stars, or letters, digits, blanks and :._- in square brackets, at most 60 of them");
        }
        return finder == null ? null : new PrivacyRule(name, finder, projects, except, fields, replacement);
    }

    private @Nullable Finder finder(JsonNode node, String place) {
        if (node.has("detector") == node.has("pattern")) {
            refuse(
                    place,
                    node.has("detector") ? "has both detector and pattern" : "has neither detector nor pattern",
                    "one of them");
            return null;
        }
        if (node.has("detector")) {
            var word = node.path("detector");
            var known = Arrays.stream(Detector.values())
                    .filter(detector -> word.isTextual() && detector.word().equals(word.asText()))
                    .findFirst();
            if (known.isEmpty()) {
                var words = Arrays.stream(Detector.values()).map(Detector::word).toList();
                refuse(place + ".detector", "is " + shown(word), "one of " + String.join(", ", words));
            }
            return known.map(Detector::finder).orElse(null);
        }
        if (!node.path("pattern").isTextual()) {
            refuse(place + ".pattern", "is " + shown(node.path("pattern")), "a regular expression as text");
            return null;
        }
        return switch (PatternCheck.compile(node.path("pattern").asText())) {
            case PatternCheck.Fit(var pattern) -> new PatternFinder(pattern);
            case PatternCheck.Unfit(var problem, var right) -> {
                refuse(place + ".pattern", problem, right);
                yield null;
            }
        };
    }

    private Set<PrivacyField> fields(JsonNode node, String place) {
        if (node.isMissingNode()) {
            return PrivacyField.byDefault();
        }
        var fields = EnumSet.noneOf(PrivacyField.class);
        for (var word : words(node, place, "names of fields")) {
            var known = Arrays.stream(PrivacyField.values())
                    .filter(field -> field.word().equals(word))
                    .findFirst();
            if (known.isEmpty()) {
                refuse(place, "has \"" + word + "\"", "some of " + PrivacyField.words());
            }
            known.ifPresent(fields::add);
        }
        return fields;
    }

    private Set<String> words(JsonNode node, String place, String what) {
        var words = new LinkedHashSet<String>();
        if (node.isMissingNode()) {
            return words;
        }
        if (!node.isArray() || node.isEmpty()) {
            refuse(place, "is " + shown(node), "a list of " + what + ", at least one");
            return words;
        }
        for (var item : node) {
            if (!item.isTextual() || item.asText().isEmpty()) {
                refuse(place, "has " + shown(item), what + " as texts");
            } else if (!words.add(item.asText())) {
                refuse(place, "has \"" + item.asText() + "\" twice", "each once");
            }
        }
        return words;
    }

    private void refuseUnknown(JsonNode node, String place, List<String> keys) {
        node.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                refuse(place + key, "is not known", "one of " + String.join(", ", keys));
            }
        });
    }

    private void refuseTwins(JsonNode list) {
        var names = new HashSet<String>();
        for (int index = 0; index < list.size(); index++) {
            var name = list.get(index).path("name");
            if (name.isTextual() && !names.add(name.asText())) {
                refuse(
                        "rules[" + index + "].name",
                        "is \"" + name.asText() + "\", as is that of a rule before it",
                        "a name of its own");
            }
        }
    }

    private void refuse(String place, String problem, String right) {
        problems.add(place + " " + problem + "; expected " + right);
    }

    private static String shown(JsonNode node) {
        if (node.isMissingNode()) {
            return "missing";
        }
        if (node.isArray()) {
            return "a list of " + node.size();
        }
        return node.isObject() ? "an object" : node.toString();
    }
}
