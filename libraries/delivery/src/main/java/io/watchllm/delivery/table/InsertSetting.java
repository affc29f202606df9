package io.watchllm.delivery.table;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Settings that every insert pins, because exactly-once depends on them: a block is not split or merged, is written as
 * a whole together with what its views feed, and is recognized by its token.
 */
final class InsertSetting {
    private static final Map<String, String> WANTED = wanted();

    private InsertSetting() {}

    private static Map<String, String> wanted() {
        var wanted = new LinkedHashMap<String, String>();
        // On by default in new servers: it would merge our blocks with others, and acknowledge before writing.
        wanted.put("async_insert", "0");
        wanted.put("insert_deduplicate", "1");
        wanted.put("deduplicate_insert", "enable");
        wanted.put("deduplicate_blocks_in_dependent_materialized_views", "1");
        // A block split differently under the same token would be stored again: nothing may split or merge the block.
        wanted.put("max_insert_block_size", "1000000000");
        wanted.put("max_insert_block_size_bytes", "0");
        wanted.put("min_insert_block_size_rows", "1000000000");
        wanted.put("min_insert_block_size_bytes", "1000000000000");
        wanted.put("input_format_parallel_parsing", "0");
        wanted.put("max_insert_threads", "1");
        wanted.put("parallel_view_processing", "0");
        wanted.put("materialized_views_ignore_errors", "0");
        return wanted;
    }

    /** Whether it is a setting of the server, rather than a parameter of its HTTP interface. */
    static boolean isSetting(String name) {
        return WANTED.containsKey(name);
    }

    /** The quoted names of all these settings, for an SQL IN list. */
    static String quotedNames() {
        return WANTED.keySet().stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }

    /** The settings to send with an insert, given the settings that the server knows. */
    static Map<String, String> pinned(Collection<String> known) {
        var pinned = new LinkedHashMap<String, String>();
        // A parameter of the HTTP interface, which no server lists: respond when all is done, with the real status.
        pinned.put("wait_end_of_query", "1");
        WANTED.forEach((name, value) -> {
            if (known.contains(name)) {
                pinned.put(name, value);
            }
        });
        return pinned;
    }
}
