/**
 * What a scenario plays on. {@link io.watchllm.chaos.stage.Engines} holds the engines, once for all scenarios;
 * {@link io.watchllm.chaos.stage.TestBed} gives a scenario a topic, a group, a table with two chained rollups, a proxy
 * before ClickHouse and sinks as processes of their own. {@link io.watchllm.chaos.stage.Load} sends rows and writes
 * them into the ledger; {@link io.watchllm.chaos.stage.Oracle} compares the ledger with what ClickHouse has in the end.
 */
@NullMarked
package io.watchllm.chaos.stage;

import org.jspecify.annotations.NullMarked;
