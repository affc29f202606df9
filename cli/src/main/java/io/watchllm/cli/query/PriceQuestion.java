package io.watchllm.cli.query;

import com.clickhouse.data.ClickHouseFormat;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchllm.clickhouse.BlockClient;
import io.watchllm.clickhouse.core.CatalogueQuery;
import io.watchllm.operations.prices.CachePrices.Model;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The models of a project that read from a cache or wrote to one: those whose prices a query takes as a parameter. */
public final class PriceQuestion {
    /** The parameter that holds prices, in queries that have one. */
    public static final String PARAMETER = "prices";

    private static final String SQL = "SELECT DISTINCT provider, model FROM hourly_report"
            + " WHERE project_id = {project:String} AND (tokens_cache_read != 0 OR tokens_cache_write != 0)"
            + " ORDER BY provider, model";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PriceQuestion() {}

    /** Whether a query takes prices, and none were given. */
    public static boolean open(CatalogueQuery query, Map<String, String> given) {
        return !given.containsKey(PARAMETER)
                && query.parameters().stream()
                        .anyMatch(parameter -> parameter.name().equals(PARAMETER));
    }

    /** Asks for the models of a project. */
    public static List<Model> models(BlockClient reader, String project) {
        return reader.read(SQL, Map.of("project", project), ClickHouseFormat.JSONCompactEachRow, PriceQuestion::read);
    }

    private static List<Model> read(InputStream answer) throws IOException {
        var models = new ArrayList<Model>();
        for (var line : new String(answer.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            var row = MAPPER.readValue(line, String[].class);
            models.add(new Model(row[0], row[1]));
        }
        return models;
    }
}
