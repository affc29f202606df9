package io.watchllm.clickhouse.core;

import java.util.Map;
import java.util.regex.Pattern;

/** Text with placeholders like <code>{{name}}</code>. */
public record Template(String text) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    /**
     * The text with every placeholder replaced.
     *
     * @throws IllegalArgumentException when a placeholder has no parameter
     */
    public String fill(Map<String, String> parameters) {
        return PLACE.matcher(text).replaceAll(match -> {
            var value = parameters.get(match.group(1));
            if (value == null) {
                throw new IllegalArgumentException("no parameter '" + match.group(1) + "'; there are "
                        + parameters.keySet().stream().sorted().toList());
            }
            return java.util.regex.Matcher.quoteReplacement(value);
        });
    }
}
