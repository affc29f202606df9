package io.watchllm.notifier.core;

import io.watchllm.runtime.PlainText;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Body of Slack's incoming webhooks: a text in which {@code &}, {@code <} and {@code >} of values are escaped and
 * control characters replaced, so that no value can create a mention or a new line.
 */
final class SlackFormat {
    private static final int LINES_MAX = 20;
    private static final int LINE_CHARACTERS_MAX = 500;
    private static final int TEXT_CHARACTERS_MAX = 3_000;

    private SlackFormat() {}

    static Notification notification(Message message, TextTemplate template) {
        var text = message.digest()
                ? digest(message, template)
                : Texts.cut(template.render(message.first(), SlackFormat::escape), TEXT_CHARACTERS_MAX);
        return new Notification(Map.of(), AlertFields.json(Map.of("text", text)));
    }

    private static String digest(Message message, TextTemplate template) {
        var count = message.alerts().size();
        var lines = message.alerts().stream()
                .limit(LINES_MAX)
                .map(alert -> Texts.cut(template.render(alert, SlackFormat::escape), LINE_CHARACTERS_MAX))
                .collect(Collectors.joining("\n"));
        var rest = count > LINES_MAX ? "\n… and " + (count - LINES_MAX) + " more" : "";
        return "*" + count + " alerts*\n" + lines + rest;
    }

    private static String escape(String value) {
        return PlainText.line(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
