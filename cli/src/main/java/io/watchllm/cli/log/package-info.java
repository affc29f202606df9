/** How log events become lines on which no text from outside can pass for an event. */
@NullMarked
package io.watchllm.cli.log;

import org.jspecify.annotations.NullMarked;
