package io.watchllm.clickhouse.core;

/**
 * How long a table knows an inserted block by its token.
 *
 * @param table qualified name
 * @param blocks how many of its latest blocks it remembers; 0 when it remembers none
 * @param seconds how much older than its latest block a block may be; 0 when age does not count
 */
public record DedupWindow(String table, long blocks, long seconds) {}
