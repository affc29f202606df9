/**
 * Real engines for a laptop and for tests: {@link io.watchllm.localstack.LocalKafka},
 * {@link io.watchllm.localstack.LocalSchemaRegistry}, {@link io.watchllm.localstack.LocalClickHouse}, and
 * {@link io.watchllm.localstack.LocalStack}, the three together.
 *
 * <p>The flow: {@code EngineFiles} finds or fetches what an engine needs, {@code Ports} chooses loopback ports,
 * {@code Engine} starts a main class of {@code child} in a folder of its own and waits until it serves. The parent
 * holds the child's standard input; when the parent is gone, however it went, the child reads the end of it and ends.
 *
 * <p>An engine that ends without being told to is noticed by {@code EngineProcess}: an
 * {@link io.watchllm.localstack.EngineEnd} says how, and {@code KeptLogs} keeps its log when its folder goes.
 */
@NullMarked
package io.watchllm.localstack;

import org.jspecify.annotations.NullMarked;
