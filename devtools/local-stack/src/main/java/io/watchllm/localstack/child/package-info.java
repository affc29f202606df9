/**
 * The main classes of the child processes. Each first starts {@link io.watchllm.localstack.child.ParentWatch}, which
 * reads standard input to its end, and then runs its engine in the same JVM: whoever holds the other end of the pipe
 * keeps the engine alive, and nobody else does. Nothing here may use a library beyond the JDK, except
 * {@link io.watchllm.localstack.child.KafkaMain}, which has Kafka on its class path.
 */
@NullMarked
package io.watchllm.localstack.child;

import org.jspecify.annotations.NullMarked;
