package io.watchllm.bench.queries;

import io.watchllm.bench.core.PlainType;
import io.watchllm.bench.stack.ClickHouseHttp;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The same columns as such systems usually begin with: sorted by project, time and id, no codecs, no dictionaries, no
 * skip indexes, all but the key may be null, and a rollup that holds averages.
 */
final class PlainSchema {
    /** Its database. */
    static final String DATABASE = "plain";

    private static final List<String> KEY = List.of("project_id", "timestamp", "event_id");

    /** Queries that ask of what the plain schema has no counterpart. */
    private static final Set<String> WITHOUT_COUNTERPART = Set.of("costs_corrected");

    private final ClickHouseHttp http;

    PlainSchema(ClickHouseHttp http) {
        this.http = http;
    }

    /** Makes the tables, with the columns that those of a database have. */
    void create(String likeDatabase) {
        http.query("CREATE DATABASE " + DATABASE);
        for (var table : RowRecipe.TABLES) {
            var columns = http.query("SELECT name, type FROM system.columns WHERE database = '" + likeDatabase
                            + "' AND table = '" + table + "' ORDER BY position FORMAT TSVRaw")
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .map(column -> column[0] + " " + PlainType.of(column[1], KEY.contains(column[0])))
                    .collect(Collectors.joining(", "));
            http.query("CREATE TABLE " + DATABASE + "." + table + " (" + columns
                    + ") ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (" + String.join(", ", KEY)
                    + ")");
        }
        for (var statement : List.of("hourly_report", "hourly_report_mv")) {
            http.query(Resource.text("plain/" + statement + ".sql").replace("{{database}}", DATABASE));
        }
    }

    /** Whether a query of the catalogue can be asked of it. */
    static boolean answers(String query) {
        return !WITHOUT_COUNTERPART.contains(query);
    }

    /**
     * A query of the catalogue as it is asked here: as it is, or where it reads a rollup that is not there, of the
     * rows.
     */
    static String question(String query, String sql) {
        return Resource.find("plain/" + query + ".sql").orElse(sql);
    }
}
