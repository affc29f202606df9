/**
 * What the sink and the tools that check or repair its tables have in common: the settings of the sink in
 * {@code config}, rows as Native blocks in {@code encode}, ranges, tokens and offset metadata in {@code core}, the
 * table in ClickHouse in {@code table}, and what is asked of Kafka and the Schema Registry in {@code kafka}.
 */
@NullMarked
package io.watchllm.delivery;

import org.jspecify.annotations.NullMarked;
