package io.watchllm.alerting.rule;

import io.watchllm.control.AlertRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Built-in rules, so that alerts work before a user writes a rule. */
public final class BuiltInRules {

    private static final String FILE = "built-in-rules.yaml";

    private BuiltInRules() {}

    /** Their records, by id. */
    public static Map<String, AlertRule> records() {
        var records = new LinkedHashMap<String, AlertRule>();
        for (var entry : RuleFile.parse(text(), Map.of())) {
            records.put(entry.record().getRuleId(), entry.record());
        }
        return records;
    }

    /** The effective rules: those of the topic, plus built-in ones whose ids the topic does not have. */
    public static List<Rule> behind(Collection<Rule> topic) {
        var rules = new LinkedHashMap<String, Rule>();
        records().forEach((id, record) -> {
            if (Rule.of(record) instanceof Rule.Valid valid) {
                rules.put(id, valid.rule());
            }
        });
        topic.forEach(rule -> rules.put(rule.id(), rule));
        return List.copyOf(rules.values());
    }

    private static String text() {
        try (var stream = BuiltInRules.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException("the program is not whole: " + FILE + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException(FILE + " can't be read", problem);
        }
    }
}
