/**
 * Writer schemas of incoming records: {@link io.watchllm.processor.consume.WriterSchemas} asks the Schema Registry once
 * per id and waits, within a bound, while the registry is unavailable.
 */
@NullMarked
package io.watchllm.processor.consume;

import org.jspecify.annotations.NullMarked;
