package io.watchllm.bench.queries;

import io.watchllm.bench.stack.ClickHouseHttp;
import java.time.Instant;
import java.util.Optional;

/** What was filled to its end in a folder, so that it need not be filled again. */
final class FillLog {
    private static final String TABLE = RecordedTexts.DATABASE + ".fills";

    private final ClickHouseHttp http;

    FillLog(ClickHouseHttp http) {
        this.http = http;
        http.query("CREATE DATABASE IF NOT EXISTS " + RecordedTexts.DATABASE);
        http.query("CREATE TABLE IF NOT EXISTS " + TABLE
                + " (database String, recipe String, end_ms Int64) ENGINE = MergeTree ORDER BY database");
    }

    /** The end of the time range of a database that is filled by this recipe; empty when it is not. */
    Optional<Instant> end(String database, String recipe) {
        var found = http.query("SELECT end_ms FROM " + TABLE + " WHERE database = '" + database + "' AND recipe = '"
                + recipe + "' LIMIT 1");
        return found.isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(Long.parseLong(found)));
    }

    /** Notes that a database is filled. */
    void filled(String database, RowRecipe recipe) {
        http.query("INSERT INTO " + TABLE + " SELECT '" + database + "', '" + recipe.print() + "', "
                + recipe.end().toEpochMilli());
    }

    /** Drops a database, and what was noted of it. */
    void drop(String database) {
        http.query("DELETE FROM " + TABLE + " WHERE database = '" + database + "'");
        http.query("DROP DATABASE IF EXISTS " + database + " SYNC");
    }
}
