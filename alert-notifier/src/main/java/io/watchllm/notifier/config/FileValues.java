package io.watchllm.notifier.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchllm.runtime.Setting;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the values of one map in the file; an invalid value is reported as a problem and replaced by a usable one. */
record FileValues(FileProblems problems, JsonNode node, String place) {

    /** A required text that matches a pattern. */
    String matching(String key, Pattern form, String right) {
        var value = node.path(key);
        var text = textOf(value);
        if (!form.matcher(text).matches()) {
            refuse(key, "is " + FileProblems.shown(value) + "; expected " + right);
        }
        return text;
    }

    /** A required word of a list. */
    String oneOf(String key, List<String> words) {
        var text = textOf(node.path(key));
        if (!words.contains(text)) {
            refuse(key, "is " + FileProblems.shown(node.path(key)) + "; expected one of " + String.join(", ", words));
        }
        return text;
    }

    /** A text; empty when absent. */
    String text(String key) {
        var value = node.path(key);
        if (node.has(key) && textOf(value).isBlank()) {
            refuse(key, "is " + FileProblems.shown(value) + "; expected a text");
        }
        return textOf(value);
    }

    /** A whole number, 1 or more. */
    int number(String key, int max, int usual) {
        var value = node.path(key);
        if (value.isMissingNode()) {
            return usual;
        }
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > max) {
            refuse(key, "is " + FileProblems.shown(value) + "; expected a whole number, 1 to " + max);
            return usual;
        }
        return value.asInt();
    }

    /** A duration, in the syntax of settings. */
    Duration duration(String key, String min, String max, Duration usual) {
        var value = node.path(key);
        if (value.isMissingNode()) {
            return usual;
        }
        try {
            return Setting.duration(key, min, max, max, "").parser().parse(value.asText(""));
        } catch (IllegalArgumentException wrong) {
            refuse(key, "is " + FileProblems.shown(value) + "; " + wrong.getMessage());
            return usual;
        }
    }

    /** A list of texts; empty when absent. */
    Set<String> texts(String key) {
        return words(key, Set.of());
    }

    /** A list of words, each from {@code known} unless that is empty; empty when absent. */
    Set<String> words(String key, Set<String> known) {
        var words = new LinkedHashSet<String>();
        var list = node.path(key);
        if (list.isMissingNode()) {
            return words;
        }
        if (!list.isArray() || list.isEmpty()) {
            refuse(key, "is " + FileProblems.shown(list) + "; expected a list, at least one");
        }
        for (var item : list) {
            var word = textOf(item);
            if (word.isEmpty()) {
                refuse(key, "has " + FileProblems.shown(item) + "; expected texts");
            } else if (!known.isEmpty() && !known.contains(word)) {
                refuse(key, "has \"" + word + "\"; expected some of " + String.join(", ", known));
            }
            words.add(word);
        }
        return words;
    }

    /** Empty for null, which Jackson would convert to the text "null", and for anything that is not a scalar. */
    private static String textOf(JsonNode value) {
        return value.isNull() ? "" : value.asText("");
    }

    void refuse(String key, String problem) {
        problems.add(place + "." + key, problem);
    }
}
