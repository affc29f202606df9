/**
 * Stands between the sink and its servers. {@link io.watchllm.chaos.proxy.ClickHouseProxy} takes a whole request in,
 * {@link io.watchllm.chaos.proxy.KafkaProxy} a whole frame; each asks an {@link io.watchllm.chaos.proxy.FaultInjector}
 * for the {@link io.watchllm.chaos.proxy.Fault} of every insert and every offset commit, and does what that says. A
 * {@link io.watchllm.chaos.proxy.Gate} holds a request at an exact point until whoever set it has done what is to
 * happen there, such as killing the sink.
 */
@NullMarked
package io.watchllm.chaos.proxy;

import org.jspecify.annotations.NullMarked;
