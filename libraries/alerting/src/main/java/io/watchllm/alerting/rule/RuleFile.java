package io.watchllm.alerting.rule;

import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleFilter;
import io.watchllm.strictfile.Durations;
import io.watchllm.strictfile.StrictFile;
import io.watchllm.strictfile.StrictFileException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parser and writer of rule files. */
public final class RuleFile {

    /** Fields that are not written when they have their default. */
    private static final Set<RuleField> OBVIOUS =
            EnumSet.of(RuleField.ENABLED, RuleField.FOR_N, RuleField.RECOVER_RATIO);

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
     * @throws StrictFileException when the file is invalid; lists each fault with its line and the expected value
     */
    public static List<Entry> parse(String yaml, Map<String, AlertRule> builtIn) {
        return StrictFile.yaml(yaml, new RuleReader(builtIn)::read);
    }

    /** Formats the rule as an entry of a file. */
    public static String yaml(AlertRule rule) {
        var text = new StringBuilder();
        var separator = "- ";
        for (var field : RuleField.values()) {
            var value = field.of(rule);
            if (value != null && (field.isSet(rule) || !OBVIOUS.contains(field))) {
                text.append(separator)
                        .append(field.word())
                        .append(": ")
                        .append(text(field, value))
                        .append('\n');
                separator = "  ";
            }
        }
        return text.toString();
    }

    private static String text(RuleField field, Object value) {
        return switch (field.type()) {
            case DURATION -> Durations.text((Long) value);
            case DECIMAL -> ((BigDecimal) value).stripTrailingZeros().toPlainString();
            case TEXT -> quoted(value.toString());
            case FILTER -> filter((RuleFilter) value);
            default -> value.toString();
        };
    }

    private static String filter(RuleFilter filter) {
        var parts = new ArrayList<String>();
        for (var word : RuleReader.FILTER) {
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
