/**
 * Where the schemas come from that records were written with: {@link io.watchllm.processor.consume.WriterSchemas} asks
 * the Schema Registry once for each id, and waits, within a bound, for a registry that is away.
 */
@NullMarked
package io.watchllm.processor.consume;

import org.jspecify.annotations.NullMarked;
