/**
 * The engines that integration tests run on, behind one interface, so that a test does not know whether they are child
 * processes or containers.
 *
 * <p>The flow: {@link io.watchllm.teststack.StackChoice} reads {@code WATCHLLM_TEST_STACK} and asks whether a container
 * engine answers; {@link io.watchllm.teststack.TestStack} starts the {@link io.watchllm.teststack.Part}s that a test
 * needs on the chosen backend, and tells where they are. A {@link io.watchllm.teststack.ClickHouseCluster} of several
 * servers, and the {@link io.watchllm.teststack.LocalZooKeeper} that replicated tables need, are embedded always. A
 * service that a test kills runs as a {@link io.watchllm.teststack.ChildJvm}.
 */
@NullMarked
package io.watchllm.teststack;

import org.jspecify.annotations.NullMarked;
