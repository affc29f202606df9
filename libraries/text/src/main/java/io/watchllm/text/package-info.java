/**
 * Text functions that every module may use: {@link io.watchllm.text.SimilarNames} suggests what a misspelt name may
 * mean, {@link io.watchllm.text.Sha256} makes digests. Pure, without dependencies.
 */
@NullMarked
package io.watchllm.text;

import org.jspecify.annotations.NullMarked;
