package io.watchllm.clickhouse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A query for analysts.
 *
 * @param name its name, that of its file
 * @param question what it answers, a question
 * @param parameters what it takes, in order
 * @param sql the query, with its parameters as ClickHouse writes them: <code>{name:Type}</code>
 */
public record CatalogueQuery(String name, String question, List<Parameter> parameters, String sql) {
    private static final Pattern QUESTION = Pattern.compile("-- question: (.+)");
    private static final Pattern PARAMETER = Pattern.compile("-- parameter (\\w+): (.+)");
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+):([^}]+)}");

    /**
     * A parameter of a query.
     *
     * @param name its name; over HTTP it is given as {@code param_name}
     * @param type its ClickHouse type
     * @param doc what to give
     */
    public record Parameter(String name, String type, String doc) {}

    public CatalogueQuery {
        parameters = List.copyOf(parameters);
    }

    /**
     * Reads a query: a line {@code -- question: …}, a line {@code -- parameter name: …} for each parameter, then SQL.
     *
     * @throws IllegalArgumentException when the question is missing, or the parameters told are not those used
     */
    static CatalogueQuery of(String name, String text) {
        var lines = text.lines().toList();
        var headers = lines.stream().takeWhile(line -> line.startsWith("--")).toList();
        var sql = String.join("\n", lines.subList(headers.size(), lines.size())).strip();
        var question = headers.isEmpty() ? null : QUESTION.matcher(headers.getFirst());
        if (question == null || !question.matches()) {
            throw new IllegalArgumentException("query " + name + ": expected a first line '-- question: …'");
        }
        var types = new LinkedHashMap<String, String>();
        PLACE.matcher(sql).results().forEach(match -> types.put(match.group(1), match.group(2)));
        var told = new LinkedHashSet<String>();
        var parameters = new ArrayList<Parameter>();
        for (var header : headers.subList(1, headers.size())) {
            var match = PARAMETER.matcher(header);
            if (!match.matches()) {
                throw new IllegalArgumentException(
                        "query " + name + ": expected '-- parameter name: …', found " + header);
            }
            told.add(match.group(1));
            parameters.add(new Parameter(match.group(1), types.getOrDefault(match.group(1), ""), match.group(2)));
        }
        requireSame(name, told, types.keySet());
        return new CatalogueQuery(name, question.group(1), parameters, sql);
    }

    private static void requireSame(String name, Set<String> told, Set<String> used) {
        if (!told.equals(used)) {
            throw new IllegalArgumentException(
                    "query " + name + ": its header tells of parameters " + told + ", its text uses " + used);
        }
    }
}
