/**
 * Avro binary in, one ClickHouse Native block out, without an object per field.
 * {@link io.watchllm.sink.encode.PlanCompiler} matches the fields of a writer schema with the columns of a table by
 * name, once; the {@link io.watchllm.sink.encode.EncodePlan} it makes opens
 * {@link io.watchllm.sink.encode.BlockBuilder}s, whose columns read their value straight from the bytes of the record.
 * A row that can't be read is undone in every column and returned with its field and reason; the block stays whole.
 * Pure: no I/O, no clock, no client.
 */
@NullMarked
package io.watchllm.sink.encode;

import org.jspecify.annotations.NullMarked;
