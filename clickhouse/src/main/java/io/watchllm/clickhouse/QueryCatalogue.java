package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.CatalogueQuery;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The built-in queries for analysts, by name. */
public record QueryCatalogue(List<CatalogueQuery> queries) {
    public QueryCatalogue {
        queries = List.copyOf(queries);
    }

    /** All queries, in order of their names. */
    public static QueryCatalogue load() {
        return new QueryCatalogue(SqlFolder.read("queries").entrySet().stream()
                .map(file -> CatalogueQuery.of(file.getKey().replace(".sql", ""), file.getValue()))
                .toList());
    }

    /** The query of this name, if there is one. */
    public Optional<CatalogueQuery> find(String name) {
        return queries.stream().filter(query -> query.name().equals(name)).findFirst();
    }

    /** The names of all queries, in order. */
    public List<String> names() {
        return queries.stream().map(CatalogueQuery::name).toList();
    }

    /** The queries by theme; themes and names are sorted. */
    public TreeMap<String, List<CatalogueQuery>> byTheme() {
        return queries.stream()
                .collect(Collectors.groupingBy(query -> query.header().about(), TreeMap::new, Collectors.toList()));
    }
}
