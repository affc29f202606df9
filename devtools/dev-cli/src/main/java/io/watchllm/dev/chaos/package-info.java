/** {@code watchllm chaos}: options and reports of the chaos runs. */
@NullMarked
package io.watchllm.dev.chaos;

import org.jspecify.annotations.NullMarked;
