/** Settings of the sink: {@link io.watchllm.sink.config.SinkSettings}, read once from the environment. */
@NullMarked
package io.watchllm.sink.config;

import org.jspecify.annotations.NullMarked;
