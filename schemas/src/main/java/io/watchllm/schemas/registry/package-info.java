/**
 * Writer schemas of incoming records: {@link io.watchllm.schemas.registry.WriterSchemas} asks the Schema Registry once
 * per id and waits, within a bound, while the registry is unavailable.
 */
@NullMarked
package io.watchllm.schemas.registry;

import org.jspecify.annotations.NullMarked;
