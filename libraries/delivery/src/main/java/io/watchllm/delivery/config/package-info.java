/** Settings of the sink: {@link io.watchllm.delivery.config.SinkSettings}, read once from the environment. */
@NullMarked
package io.watchllm.delivery.config;

import org.jspecify.annotations.NullMarked;
