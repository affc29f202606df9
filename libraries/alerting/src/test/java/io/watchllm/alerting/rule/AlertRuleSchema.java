package io.watchllm.alerting.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertScope;
import io.watchllm.strictfile.Durations;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of rule files, made of the keys that the reader knows. */
final class AlertRuleSchema {

    private AlertRuleSchema() {}

    static String text() throws JsonProcessingException {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Alert rules of WatchLLM Pipeline");
        schema.put("type", "object");
        schema.put("required", List.of("rules"));
        schema.put("additionalProperties", false);
        schema.put("properties", Map.of("rules", rules()));
        return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    }

    private static Map<String, Object> rules() {
        var rules = new LinkedHashMap<String, Object>();
        rules.put("type", "array");
        rules.put("minItems", 1);
        rules.put("maxItems", RuleReader.RULES_MAX);
        rules.put("items", rule());
        return rules;
    }

    private static Map<String, Object> rule() {
        var properties = new LinkedHashMap<String, Object>();
        for (var key : RuleField.values()) {
            var property = new LinkedHashMap<String, Object>(type(key));
            property.put("description", key.says());
            properties.put(key.word(), property);
        }
        var rule = new LinkedHashMap<String, Object>();
        rule.put("type", "object");
        rule.put("required", List.of("rule_id"));
        rule.put("additionalProperties", false);
        rule.put("properties", properties);
        rule.put(
                "allOf",
                Arrays.stream(RuleKind.values())
                        .filter(kind -> kind != RuleKind.unknown)
                        .map(AlertRuleSchema::ofKind)
                        .toList());
        return rule;
    }

    /** Which scopes and keys a kind has use for. */
    private static Map<String, Object> ofKind(RuleKind kind) {
        var properties = new LinkedHashMap<String, Object>();
        properties.put(
                "scope",
                Map.of("enum", RuleKinds.scopes(kind).stream().map(Enum::name).toList()));
        for (var field : RuleField.values()) {
            if (!field.isUsedBy(kind)) {
                properties.put(field.word(), false);
            }
        }
        var then = new LinkedHashMap<String, Object>();
        then.put("properties", properties);
        var needed = Arrays.stream(RuleField.values())
                .filter(field -> field.isRequiredBy(kind))
                .map(RuleField::word)
                .sorted()
                .toList();
        if (!needed.isEmpty()) {
            then.put("required", needed);
        }
        var when = new LinkedHashMap<String, Object>();
        when.put("properties", Map.of("kind", Map.of("const", kind.name())));
        when.put("required", List.of("kind"));
        var both = new LinkedHashMap<String, Object>();
        both.put("if", when);
        both.put("then", then);
        return both;
    }

    private static Map<String, Object> type(RuleField key) {
        return switch (key.type()) {
            case TEXT -> map("type", "string");
            case FLAG -> map("type", "boolean");
            case WHOLE -> map("type", "integer");
            case DECIMAL -> map("type", "number", "exclusiveMinimum", 0, "maximum", FixedPoint.MAX);
            case DURATION -> map("type", "string", "pattern", "^" + Durations.FORM + "$");
            case KIND -> map("enum", RuleKinds.words(RuleKind.values()));
            case SCOPE -> map("enum", RuleKinds.words(AlertScope.values()));
            case WHOLES -> map("type", "array", "minItems", 1, "items", map("type", "integer", "minimum", 1));
            case FILTER -> filter();
        };
    }

    private static Map<String, Object> filter() {
        var properties = new LinkedHashMap<String, Object>();
        RuleReader.FILTER.forEach(word -> properties.put(word, map("type", "string", "minLength", 1)));
        return map("type", "object", "additionalProperties", false, "properties", properties);
    }

    private static Map<String, Object> map(Object... pairs) {
        var map = new LinkedHashMap<String, Object>();
        for (int index = 0; index < pairs.length; index += 2) {
            map.put(pairs[index].toString(), pairs[index + 1]);
        }
        return map;
    }
}
