package io.watchllm.clickhouse.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A query for analysts.
 *
 * @param header description in its file
 * @param parameters its parameters, in order
 * @param sql the query, with its parameters as ClickHouse writes them: <code>{name:Type}</code>
 */
public record CatalogueQuery(String name, Header header, List<Parameter> parameters, String sql) {
    private static final Pattern LINE = Pattern.compile("-- (question|about|speed|note): (.+)");
    private static final Pattern PARAMETER =
            Pattern.compile("-- parameter (?<name>\\w+) (?<type>[^=:]+?)(?: = (?<default>'[^']*'|\\S+))?: (?<doc>.+)");
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+):([^}]+)}");

    /**
     * Description of a query in its file.
     *
     * @param question the question that it answers
     * @param about the theme under which it is listed
     * @param speed how fast it answers, and what that depends on
     * @param note what to know about the answer; empty for nothing
     */
    public record Header(String question, String about, String speed, String note) {}

    /**
     * A parameter of a query.
     *
     * @param name its name; over HTTP it is given as {@code param_name}
     * @param fallback the default value; null when a value is required
     * @param doc what to give
     */
    public record Parameter(
            String name, ParameterType type, @Nullable String fallback, String doc) {}

    public CatalogueQuery {
        parameters = List.copyOf(parameters);
    }

    /**
     * Parses a query: lines {@code -- question: …}, {@code -- about: …}, {@code -- speed: …} and optionally {@code --
     * note: …}, a line {@code -- parameter name Type = default: …} for each parameter, then SQL.
     *
     * @throws IllegalArgumentException when a line is missing or invalid, or the declared parameters are not those used
     */
    public static CatalogueQuery of(String name, String text) {
        var lines = text.lines().toList();
        var headers = lines.stream().takeWhile(line -> line.startsWith("--")).toList();
        var sql = String.join("\n", lines.subList(headers.size(), lines.size())).strip();
        var words = new LinkedHashMap<String, String>();
        var parameters = new ArrayList<Parameter>();
        for (var header : headers) {
            var line = LINE.matcher(header);
            var parameter = PARAMETER.matcher(header);
            if (line.matches()) {
                words.put(line.group(1), line.group(2));
            } else if (parameter.matches()) {
                parameters.add(parameter(name, parameter));
            } else {
                throw new IllegalArgumentException("query " + name + ": expected '-- question: …', '-- about: …',"
                        + " '-- speed: …', '-- note: …' or '-- parameter name Type = default: …', found " + header);
            }
        }
        requireSame(name, parameters, sql);
        return new CatalogueQuery(
                name,
                new Header(
                        required(name, words, "question"),
                        required(name, words, "about"),
                        required(name, words, "speed"),
                        words.getOrDefault("note", "")),
                parameters,
                sql);
    }

    private static Parameter parameter(String query, Matcher line) {
        var type = ParameterType.of(line.group("type"))
                .orElseThrow(() -> new IllegalArgumentException("query " + query + ": parameter " + line.group("name")
                        + " has the type " + line.group("type") + "; known are " + ParameterType.KNOWN));
        var given = line.group("default");
        var fallback = given != null && given.startsWith("'") ? given.substring(1, given.length() - 1) : given;
        if (fallback != null && type.read(fallback).isEmpty()) {
            throw new IllegalArgumentException("query " + query + ": parameter " + line.group("name")
                    + " has the default " + given + "; expected " + type.expected());
        }
        return new Parameter(line.group("name"), type, fallback, line.group("doc"));
    }

    private static String required(String query, Map<String, String> words, String word) {
        var value = words.get(word);
        if (value == null) {
            throw new IllegalArgumentException("query " + query + ": expected a line '-- " + word + ": …'");
        }
        return value;
    }

    private static void requireSame(String query, List<Parameter> parameters, String sql) {
        Set<String> told = new LinkedHashSet<>();
        parameters.forEach(parameter ->
                told.add("{" + parameter.name() + ":" + parameter.type().name() + "}"));
        Set<String> used = new LinkedHashSet<>();
        PLACE.matcher(sql).results().forEach(place -> used.add(place.group()));
        if (!told.equals(used)) {
            throw new IllegalArgumentException(
                    "query " + query + ": its header tells of parameters " + told + ", its text uses " + used);
        }
    }
}
