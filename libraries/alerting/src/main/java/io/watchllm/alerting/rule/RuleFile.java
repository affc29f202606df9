package io.watchllm.alerting.rule;

import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleFilter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Parser and writer of rule files. */
public final class RuleFile {

    private RuleFile() {}

    /**
     * A rule of a file.
     *
     * @param record a valid record
     * @param versioned whether the file gives the version; if not, it is 1
     */
    public record Entry(AlertRule record, boolean versioned) {}

    /**
     * Parses the rules in the YAML text of a file.
     *
     * @param builtIn built-in rules by id: an entry with such an id and no kind overrides only the fields it names
     * @throws RuleFileException when the file is invalid; lists each fault with its line and the expected value
     */
    public static List<Entry> parse(String yaml, Map<String, AlertRule> builtIn) {
        return new RuleReader(builtIn).read(yaml);
    }

    /** Formats the rule as an entry of a file. */
    public static String yaml(AlertRule rule) {
        var text = new StringBuilder();
        var shape = KindShape.of(rule.getKind());
        var separator = "- ";
        for (var key : RuleKey.ALL) {
            var value = key.slot().read().apply(rule);
            if (value != null && isWorthSaying(key, value, shape)) {
                text.append(separator)
                        .append(key.word())
                        .append(": ")
                        .append(text(key, value))
                        .append('\n');
                separator = "  ";
            }
        }
        return text.toString();
    }

    private static boolean isWorthSaying(RuleKey key, Object value, KindShape shape) {
        return switch (key.word()) {
            case "for_n" -> !value.equals(1);
            case "recover_ratio" -> ((BigDecimal) value).doubleValue() != 0.9;
            case "budget_percents" -> shape.uses(RuleField.BUDGET_PERCENTS);
            case "enabled" -> value.equals(false);
            default -> true;
        };
    }

    private static String text(RuleKey key, Object value) {
        return switch (key.type()) {
            case DURATION -> RuleScalars.duration((Long) value);
            case DECIMAL -> ((BigDecimal) value).stripTrailingZeros().toPlainString();
            case TEXT -> quoted(value.toString());
            case FILTER -> filter((RuleFilter) value);
            default -> value.toString();
        };
    }

    private static String filter(RuleFilter filter) {
        var parts = new ArrayList<String>();
        for (var word : RuleValues.FILTER) {
            if (filter.get(word) != null) {
                parts.add(word + ": " + quoted(filter.get(word).toString()));
            }
        }
        return "{" + String.join(", ", parts) + "}";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
