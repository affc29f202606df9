package io.watchllm.notifier.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchllm.runtime.Setting;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The values of one map in the file; what is wrong with one becomes a problem, and something usable takes its place.
 */
record FileValues(FileProblems problems, JsonNode node, String place) {

    /** A text of a form; must be there. */
    String matching(String key, Pattern form, String right) {
        var value = node.path(key);
        var text = textOf(value);
        if (!form.matcher(text).matches()) {
            refuse(key, "is " + FileProblems.shown(value) + "; right would be " + right);
        }
        return text;
    }

    /** One of some words; must be there. */
    String oneOf(String key, List<String> words) {
        var text = textOf(node.path(key));
        if (!words.contains(text)) {
            refuse(
                    key,
                    "is " + FileProblems.shown(node.path(key)) + "; right would be one of " + String.join(", ", words));
        }
        return text;
    }

    /** A text; empty when it is not there. */
    String text(String key) {
        var value = node.path(key);
        if (node.has(key) && textOf(value).isBlank()) {
            refuse(key, "is " + FileProblems.shown(value) + "; right would be a text");
        }
        return textOf(value);
    }

    /** A whole number from 1 on. */
    int number(String key, int max, int usual) {
        var value = node.path(key);
        if (value.isMissingNode()) {
            return usual;
        }
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > max) {
            refuse(key, "is " + FileProblems.shown(value) + "; right would be a whole number, 1 to " + max);
            return usual;
        }
        return value.asInt();
    }

    /** A span of time as settings write it. */
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

    /** A list of any texts; empty when it is not there. */
    Set<String> texts(String key) {
        return words(key, Set.of());
    }

    /** A list of words, each of {@code known} unless that is empty; empty when the list is not there. */
    Set<String> words(String key, Set<String> known) {
        var words = new LinkedHashSet<String>();
        var list = node.path(key);
        if (list.isMissingNode()) {
            return words;
        }
        if (!list.isArray() || list.isEmpty()) {
            refuse(key, "is " + FileProblems.shown(list) + "; right would be a list, at least one");
        }
        for (var item : list) {
            var word = textOf(item);
            if (word.isEmpty()) {
                refuse(key, "has " + FileProblems.shown(item) + "; right would be texts");
            } else if (!known.isEmpty() && !known.contains(word)) {
                refuse(key, "has \"" + word + "\"; right would be some of " + String.join(", ", known));
            }
            words.add(word);
        }
        return words;
    }

    /** Empty for null, of which Jackson would make the text "null", and for what is no scalar. */
    private static String textOf(JsonNode value) {
        return value.isNull() ? "" : value.asText("");
    }

    void refuse(String key, String problem) {
        problems.add(place + "." + key, problem);
    }
}
