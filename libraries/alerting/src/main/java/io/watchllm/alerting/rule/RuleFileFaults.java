package io.watchllm.alerting.rule;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Faults of a rule file, collected to be reported together. */
final class RuleFileFaults {

    private final List<String> faults = new ArrayList<>();

    void add(Node where, String problem, String right) {
        faults.add("line " + (where.getStartMark().getLine() + 1) + ": " + problem + "; expected " + right);
    }

    boolean isAny() {
        return !faults.isEmpty();
    }

    int count() {
        return faults.size();
    }

    void throwIfAny() {
        if (isAny()) {
            throw new RuleFileException(String.join("\n", faults));
        }
    }
}
