package io.watchllm.notifier.core;

import io.watchllm.control.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Text with alert fields in braces, such as {@code {alert_level}}. Two braces stand for a literal one.
 *
 * @param parts in order
 */
public record TextTemplate(List<Part> parts) {

    /** Used when a target has no template of its own. */
    public static final TextTemplate DEFAULT =
            parse("[{alert_level}, {alert_state}] {project_id} {alert_rule_id} {alert_group}: {message}");

    /** A part of a template. */
    public sealed interface Part {}

    /** Literal text. */
    public record Fixed(String text) implements Part {}

    /** A field of the alert. */
    public record Field(String name) implements Part {}

    public TextTemplate {
        parts = List.copyOf(parts);
    }

    /**
     * Parses a template.
     *
     * @throws IllegalArgumentException when a field is unknown or a brace is not closed; says which and where
     */
    public static TextTemplate parse(String text) {
        var parts = new ArrayList<Part>();
        var fixed = new StringBuilder();
        for (var at = 0; at < text.length(); at++) {
            var next = text.charAt(at);
            var doubled = at + 1 < text.length() && text.charAt(at + 1) == next;
            if ((next == '{' || next == '}') && doubled) {
                fixed.append(next);
                at++;
            } else if (next == '}') {
                throw new IllegalArgumentException(
                        "has a } at character %d that closes nothing; expected }}".formatted(at + 1));
            } else if (next == '{') {
                parts.add(new Fixed(fixed.toString()));
                fixed.setLength(0);
                var field = field(text, at);
                parts.add(field);
                at += field.name().length() + 1;
            } else {
                fixed.append(next);
            }
        }
        parts.add(new Fixed(fixed.toString()));
        return new TextTemplate(parts);
    }

    private static Field field(String text, int open) {
        var close = text.indexOf('}', open);
        if (close < 0) {
            throw new IllegalArgumentException(
                    "has a { at character %d that is never closed; expected {{, or a field and }".formatted(open + 1));
        }
        var name = text.substring(open + 1, close);
        if (!AlertFields.names().contains(name)) {
            throw new IllegalArgumentException("names the field {%s} at character %d; expected one of %s"
                    .formatted(name, open + 1, String.join(", ", AlertFields.names())));
        }
        return new Field(name);
    }

    /**
     * The text for an alert.
     *
     * @param escape escapes field values, so that none is taken for markup
     */
    public String render(Alert alert, UnaryOperator<String> escape) {
        var text = new StringBuilder();
        for (var part : parts) {
            text.append(
                    switch (part) {
                        case Fixed(var fixed) -> fixed;
                        case Field(var name) -> escape.apply(AlertFields.text(alert, name));
                    });
        }
        return text.toString();
    }
}
