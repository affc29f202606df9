package io.watchllm.notifier.core;

import io.watchllm.control.Alert;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text with alert fields in braces, such as {@code {alert_level}}. Two braces stand for a literal one.
 *
 * @param text the template
 */
public record TextTemplate(String text) {
    private static final Pattern BRACE = Pattern.compile("\\{\\{|}}|\\{([^}]*)}|[{}]");

    /** Used when a target has no template of its own. */
    public static final TextTemplate DEFAULT =
            new TextTemplate("[{alert_level}, {alert_state}] {project_id} {alert_rule_id} {alert_group}: {message}");

    /** @throws IllegalArgumentException when a field is unknown or a brace is not closed; says which and where */
    public TextTemplate {
        BRACE.matcher(text).results().forEach(TextTemplate::check);
    }

    private static void check(MatchResult brace) {
        var field = brace.group(1);
        if (field != null && !AlertFields.names().contains(field)) {
            throw new IllegalArgumentException("names the field {%s} at character %s; expected one of %s"
                    .formatted(field, brace.start() + 1, String.join(", ", AlertFields.names())));
        }
        if (brace.group().equals("}")) {
            throw new IllegalArgumentException(
                    "has a } at character %s that closes nothing; expected }}".formatted(brace.start() + 1));
        }
        if (brace.group().equals("{")) {
            throw new IllegalArgumentException(
                    "has a { at character %s that is never closed; expected {{, or a field and }"
                            .formatted(brace.start() + 1));
        }
    }

    /**
     * The text for an alert.
     *
     * @param escape escapes field values, so that none is taken for markup
     */
    public String render(Alert alert, UnaryOperator<String> escape) {
        return BRACE.matcher(text).replaceAll(brace -> {
            @Nullable String field = brace.group(1);
            var value = field == null ? brace.group().substring(1) : escape.apply(AlertFields.text(alert, field));
            return Matcher.quoteReplacement(value);
        });
    }
}
