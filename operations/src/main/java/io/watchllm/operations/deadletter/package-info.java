/**
 * The commands for dead letters: {@link io.watchllm.operations.deadletter.DeadLetterReader} reads the topic, merges
 * repeats of one dead letter and knows which are resolved, {@link io.watchllm.operations.deadletter.DeadLetterFilter}
 * selects, {@link io.watchllm.cli.deadletters.DeadLetterText} prints, and
 * {@link io.watchllm.operations.deadletter.DeadLetterResolution} replays or drops: the record that is sent again and
 * the resolution of its dead letter are written in one transaction.
 */
@NullMarked
package io.watchllm.operations.deadletter;

import org.jspecify.annotations.NullMarked;
