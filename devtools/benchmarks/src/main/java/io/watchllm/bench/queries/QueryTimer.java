package io.watchllm.bench.queries;

import io.watchllm.bench.core.Timing;
import io.watchllm.bench.stack.ClickHouseHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Asks a question once with empty caches, and then over and over. */
final class QueryTimer {
    /** What a server keeps in memory of what it read; the pages of the files, which the system keeps, stay. */
    private static final List<String> CACHES = List.of(
            "MARK CACHE",
            "PRIMARY INDEX CACHE",
            "INDEX MARK CACHE",
            "INDEX UNCOMPRESSED CACHE",
            "UNCOMPRESSED CACHE",
            "QUERY CONDITION CACHE");

    private static final int REPEATS_MIN = 3;
    private static final int WARM_UP_QUESTIONS = 2_000;

    private final ClickHouseHttp http;
    private final int repeats;
    private final Duration budget;

    /**
     * A timer.
     *
     * @param repeats warm answers of a question
     * @param budget where they take longer in all, fewer do, but 3
     */
    QueryTimer(ClickHouseHttp http, int repeats, Duration budget) {
        this.http = http;
        this.repeats = repeats;
        this.budget = budget;
    }

    /** Until this JVM's own part of an answer is compiled: interpreted, it takes as long as a short answer does. */
    static void warmUp(ClickHouseHttp http) {
        for (var i = 0; i < WARM_UP_QUESTIONS; i++) {
            http.ask("SELECT 1", Map.of());
        }
    }

    /**
     * Asks.
     *
     * @param values of the parameters, for each time it is asked
     */
    Timing time(String database, String sql, Supplier<Map<String, String>> values) {
        CACHES.forEach(cache -> http.query("SYSTEM DROP " + cache));
        var cold = ask(database, sql, values.get());
        var warm = new ArrayList<Long>();
        var warmServer = new ArrayList<Long>();
        var last = cold;
        var spent = 0L;
        while (warm.size() < repeats && (spent < budget.toNanos() || warm.size() < REPEATS_MIN)) {
            last = ask(database, sql, values.get());
            warm.add(last.nanos());
            warmServer.add(last.serverNanos());
            spent += last.nanos();
        }
        return new Timing(
                cold.nanos(),
                warm,
                warmServer,
                last.readRows(),
                last.readBytes(),
                last.body().lines().count());
    }

    private ClickHouseHttp.Answer ask(String database, String sql, Map<String, String> values) {
        var parameters = new HashMap<>(Map.of("database", database, "use_query_condition_cache", "0"));
        values.forEach((name, value) -> parameters.put("param_" + name, value));
        return http.ask(sql, parameters);
    }
}
