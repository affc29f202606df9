package io.watchllm.notifier.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Collects the problems of a file, to report them together. */
final class FileProblems {
    private final YamlDocument document;
    private final List<String> problems = new ArrayList<>();

    FileProblems(YamlDocument document) {
        this.document = document;
    }

    void add(String place, String problem, String right) {
        add(place, problem + "; expected " + right);
    }

    void add(String place, String problem) {
        problems.add(document.at(place) + place + " " + problem);
    }

    void unknownKeys(JsonNode node, String place, List<String> keys) {
        node.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                add(place.isEmpty() ? key : place + "." + key, "is not known", "one of " + String.join(", ", keys));
            }
        });
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new TargetsFileException(String.join("; ", problems));
        }
    }

    static String shown(JsonNode node) {
        if (node.isMissingNode()) {
            return "missing";
        }
        if (node.isArray()) {
            return "a list of " + node.size();
        }
        return node.isObject() ? "a map" : node.toString();
    }
}
