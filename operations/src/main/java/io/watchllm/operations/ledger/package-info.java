/**
 * Append-only ledgers of numbered blocks, by which operations correct rollups before they change rows:
 * {@link io.watchllm.operations.ledger.BlockLedger} writes a block once, however often it is sent.
 */
@NullMarked
package io.watchllm.operations.ledger;

import org.jspecify.annotations.NullMarked;
