package io.watchllm.cli.query;

import io.watchllm.cli.shell.JsonObject;
import io.watchllm.clickhouse.core.CatalogueQuery;
import io.watchllm.clickhouse.core.CatalogueQuery.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Text of the catalogue's queries. */
public final class QueryText {
    private QueryText() {}

    /** All queries by theme: name and question, and below them what they take. */
    public static String list(SortedMap<String, List<CatalogueQuery>> byTheme) {
        var width = byTheme.values().stream()
                .flatMap(List::stream)
                .mapToInt(query -> query.name().length())
                .max()
                .orElse(0);
        var text = new StringBuilder();
        byTheme.forEach((theme, queries) -> {
            text.append(theme.toUpperCase(Locale.ROOT)).append('\n');
            for (var query : queries) {
                text.append("  %s  %s\n"
                        .formatted(padded(query.name(), width), query.header().question()));
                if (!query.parameters().isEmpty()) {
                    text.append("  %s  %s\n".formatted(padded("", width), parameters(query)));
                }
            }
        });
        return text.toString();
    }

    /** All there is to know of a query, its text at the end. */
    public static String full(CatalogueQuery query) {
        var text = new StringBuilder(query.header().question()).append('\n');
        if (!query.header().note().isEmpty()) {
            text.append(query.header().note()).append('\n');
        }
        text.append('\n');
        var width = query.parameters().stream()
                .mapToInt(parameter -> given(parameter).length())
                .max()
                .orElse(0);
        for (var parameter : query.parameters()) {
            text.append("  --param %s  %s (%s)\n"
                    .formatted(
                            padded(given(parameter), width),
                            parameter.doc(),
                            parameter.type().name()));
        }
        return text.append("  speed: %s\n\n%s\n".formatted(query.header().speed(), query.sql()))
                .toString();
    }

    /** One line. */
    public static String json(CatalogueQuery query) {
        return new JsonObject()
                .put("name", query.name())
                .put("question", query.header().question())
                .put("about", query.header().about())
                .put("speed", query.header().speed())
                .put("note", query.header().note())
                .list("parameters", query.parameters(), QueryText::fields)
                .put("sql", query.sql())
                .line();
    }

    private static JsonObject fields(Parameter parameter) {
        return new JsonObject()
                .put("name", parameter.name())
                .put("type", parameter.type().name())
                .put("default", parameter.fallback())
                .put("doc", parameter.doc());
    }

    private static String parameters(CatalogueQuery query) {
        return query.parameters().stream().map(QueryText::given).collect(Collectors.joining(" "));
    }

    private static String given(Parameter parameter) {
        var fallback = parameter.fallback();
        return parameter.name() + "=" + (fallback == null ? "…" : fallback.isEmpty() ? "''" : fallback);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
