/** {@code watchllm bench}: options and reports of the benchmarks. */
@NullMarked
package io.watchllm.dev.bench;

import org.jspecify.annotations.NullMarked;
