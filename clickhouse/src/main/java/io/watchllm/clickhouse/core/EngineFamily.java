package io.watchllm.clickhouse.core;

import java.util.List;

/**
 * Table engines of ClickHouse by how they remember inserted blocks. A closed list: what is not in it remembers none.
 */
public enum EngineFamily {
    /** One node; knows its latest blocks by a log of its own. */
    PLAIN("", "non_replicated_deduplication_window"),
    /** Replicas that share their memory of blocks in a Keeper. */
    REPLICATED("Replicated", "replicated_deduplication_window"),
    /** Of ClickHouse Cloud: nodes that share parts and memory. Its windows are those of replicated tables. */
    SHARED("Shared", "replicated_deduplication_window"),
    /** Anything else. */
    OTHER("", "");

    private static final String KEEPS_ROWS = "MergeTree";
    private static final List<String> MEMBERS = List.of(
            KEEPS_ROWS,
            "ReplacingMergeTree",
            "SummingMergeTree",
            "AggregatingMergeTree",
            "CollapsingMergeTree",
            "VersionedCollapsingMergeTree",
            "CoalescingMergeTree",
            "GraphiteMergeTree");

    private final String prefix;
    private final String windowSetting;

    EngineFamily(String prefix, String windowSetting) {
        this.prefix = prefix;
        this.windowSetting = windowSetting;
    }

    /** The family of an engine, by its whole name. */
    public static EngineFamily of(String engine) {
        for (var family : List.of(REPLICATED, SHARED, PLAIN)) {
            if (engine.startsWith(family.prefix) && MEMBERS.contains(engine.substring(family.prefix.length()))) {
                return family;
            }
        }
        return OTHER;
    }

    /** Whether merges of such a table leave every row as it is. */
    static boolean keepsRows(String engine) {
        var family = of(engine);
        return family != OTHER && engine.equals(family.prefix + KEEPS_ROWS);
    }

    /** The table setting that says how many blocks it remembers; empty for {@link #OTHER}. */
    String windowSetting() {
        return windowSetting;
    }

    /** Whether a block is also forgotten by age. */
    public boolean forgetsByAge() {
        return this == REPLICATED || this == SHARED;
    }
}
