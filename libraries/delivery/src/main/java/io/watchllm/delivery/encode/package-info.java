/**
 * Encodes Avro binary into a ClickHouse Native block, without an object per field.
 * {@link io.watchllm.delivery.encode.PlanCompiler} matches the fields of a writer schema with the columns of a table by
 * name, once; the resulting {@link io.watchllm.delivery.encode.EncodePlan} opens
 * {@link io.watchllm.delivery.encode.BlockBuilder}s, whose columns read their values straight from the bytes of the
 * record. A row that can't be read is undone in every column and returned with its field and reason; the block stays
 * intact. Pure: no I/O, no clock, no client.
 */
@NullMarked
package io.watchllm.delivery.encode;

import org.jspecify.annotations.NullMarked;
