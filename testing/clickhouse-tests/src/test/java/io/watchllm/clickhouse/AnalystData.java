package io.watchllm.clickhouse;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A small data set with known answers, in files of a row a line. Its days are told from today, as the queries ask:
 * <code>{d0}</code> stands for yesterday, <code>{d9}</code> for nine days before that.
 *
 * @param yesterday day of the newest rows, UTC
 */
record AnalystData(LocalDate yesterday) {
    private static final Pattern DAY = Pattern.compile("\\{d(\\d+)}");
    private static final List<String> TABLES = List.of("events", "tool_calls", "agent_steps", "cost_corrections");

    static AnalystData ofToday() {
        return new AnalystData(LocalDate.now(ZoneOffset.UTC).minusDays(1));
    }

    /** Puts the rows in. Merges have done their work afterwards: what is past its retention is gone from the tables. */
    void insert(TestDatabase database) {
        for (var table : TABLES) {
            database.sql("INSERT INTO " + table + " FORMAT JSONEachRow\n" + file(table + ".ndjson"));
        }
        database.sql("OPTIMIZE TABLE events FINAL");
    }

    /** Puts the rows in, each line of a file into the next of these databases. */
    void spread(List<TestDatabase> databases) {
        for (var table : TABLES) {
            var lines = file(table + ".ndjson").lines().toList();
            for (var i = 0; i < databases.size(); i++) {
                var first = i;
                var share = IntStream.range(0, lines.size())
                        .filter(line -> line % databases.size() == first)
                        .mapToObj(lines::get)
                        .collect(Collectors.joining("\n"));
                databases.get(i).sql("INSERT INTO " + table + " FORMAT JSONEachRow\n" + share);
            }
        }
        databases.forEach(database -> database.sql("OPTIMIZE TABLE events FINAL"));
    }

    /** The text of a file, with its days. */
    String file(String name) {
        return DAY.matcher(SqlFolder.resource("analyst/" + name))
                .replaceAll(
                        day -> yesterday.minusDays(Long.parseLong(day.group(1))).toString());
    }
}
