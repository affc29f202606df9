/**
 * What the build asks of the source text itself. {@link io.watchllm.checks.SourceTree} finds the files,
 * {@link io.watchllm.checks.Formatting} compares or rewrites them; the tests of this module add the rules on layers and
 * tidiness.
 */
@NullMarked
package io.watchllm.checks;

import org.jspecify.annotations.NullMarked;
