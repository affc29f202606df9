/**
 * How log events become lines: {@link io.watchllm.cli.log.PlainMessage} and {@link io.watchllm.cli.log.PlainStackTrace}
 * are what {@code logback.xml} lays out in place of the message and the exception as they came.
 */
@NullMarked
package io.watchllm.cli.log;

import org.jspecify.annotations.NullMarked;
