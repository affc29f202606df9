/**
 * The engines under measurement: statements over HTTP, topics filled beforehand, tables with their rollup, and the CPU
 * time and memory of processes.
 */
@NullMarked
package io.watchllm.bench.stack;

import org.jspecify.annotations.NullMarked;
