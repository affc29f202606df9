package io.watchllm.clickhouse.core;

/**
 * Deduplication window of a table: how long it recognizes an inserted block by its token.
 *
 * @param engine the family of its engine
 * @param blocks how many of its latest blocks it remembers; 0 when it remembers none
 * @param seconds how much older than its latest block a block may be; 0 when age does not count
 */
public record DedupWindow(String table, EngineFamily engine, long blocks, long seconds) {

    /** Window of a plain table, which forgets by number alone. */
    public DedupWindow(String table, long blocks) {
        this(table, EngineFamily.PLAIN, blocks, 0);
    }
}
