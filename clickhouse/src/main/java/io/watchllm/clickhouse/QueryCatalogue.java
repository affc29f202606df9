package io.watchllm.clickhouse;

import java.util.List;
import java.util.Optional;

/** The queries for analysts that come with the product, by name. */
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
}
