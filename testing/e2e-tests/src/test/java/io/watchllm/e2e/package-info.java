/**
 * The whole pipeline as its users run it: commands of {@code watchllm} as processes of their own
 * ({@link io.watchllm.e2e.CommandProcess}) on real engines, killed in the middle; what was sent is compared with what
 * the tables hold.
 */
@NullMarked
package io.watchllm.e2e;

import org.jspecify.annotations.NullMarked;
