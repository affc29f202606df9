/**
 * What looks at or mends a running pipeline, a package for each operation; a failure of any is an
 * {@link io.watchllm.operations.OperationException}.
 */
@NullMarked
package io.watchllm.operations;

import org.jspecify.annotations.NullMarked;
