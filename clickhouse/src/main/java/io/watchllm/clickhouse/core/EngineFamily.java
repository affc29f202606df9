package io.watchllm.clickhouse.core;

import java.util.List;

/**
 * Table engines of ClickHouse, grouped by how they remember inserted blocks. A closed list: other engines remember
 * none.
 */
public enum EngineFamily {
    /** One node; records its latest blocks in a local log. */
    PLAIN("", "non_replicated_deduplication_window"),
    /** Replicas that share the record of their blocks in Keeper. */
    REPLICATED("Replicated", "replicated_deduplication_window"),
    /**
     * ClickHouse Cloud: nodes that share parts and block records. The window settings are those of replicated tables.
     */
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

    /** The table setting for the number of remembered blocks; empty for {@link #OTHER}. */
    String windowSetting() {
        return windowSetting;
    }

    /** Whether a block is also forgotten by age. */
    public boolean forgetsByAge() {
        return this == REPLICATED || this == SHARED;
    }
}
