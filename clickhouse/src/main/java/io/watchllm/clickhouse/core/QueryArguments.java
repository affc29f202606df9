package io.watchllm.clickhouse.core;

import io.watchllm.clickhouse.core.CatalogueQuery.Parameter;
import io.watchllm.text.SimilarNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values for the parameters of a query.
 *
 * @param values values by parameter, in the form the server expects; defaults where none were given
 * @param problems a sentence for each invalid value; when there are any, the query can't be run
 */
public record QueryArguments(Map<String, String> values, List<String> problems) {
    public QueryArguments {
        values = Map.copyOf(values);
        problems = List.copyOf(problems);
    }

    /** Validates the given values; reports every problem, not only the first. */
    public static QueryArguments of(CatalogueQuery query, Map<String, String> given) {
        var values = new LinkedHashMap<String, String>();
        var problems = new ArrayList<String>();
        var names = query.parameters().stream().map(Parameter::name).toList();
        new TreeMap<>(given).forEach((name, value) -> {
            if (!names.contains(name)) {
                problems.add("query " + query.name() + " has no parameter '" + name + "'; "
                        + SimilarNames.question(name, names)
                                .orElse(names.isEmpty() ? "it takes none" : "it takes " + String.join(", ", names)));
            }
        });
        for (var parameter : query.parameters()) {
            var text = given.getOrDefault(parameter.name(), parameter.fallback());
            if (text == null) {
                problems.add("query " + query.name() + " needs the parameter '" + parameter.name() + "': "
                        + parameter.doc() + "; give it as --param " + parameter.name() + "=…, "
                        + parameter.type().expected());
                continue;
            }
            parameter
                    .type()
                    .read(text)
                    .ifPresentOrElse(
                            value -> values.put(parameter.name(), value),
                            () -> problems.add("parameter '" + parameter.name() + "' of query " + query.name()
                                    + " can't be '" + text + "'; expected "
                                    + parameter.type().expected()));
        }
        return new QueryArguments(values, problems);
    }
}
