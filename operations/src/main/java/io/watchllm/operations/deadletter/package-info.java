/**
 * What the commands do with dead letters: {@link io.watchllm.operations.deadletter.DeadLetterReader} reads the topic,
 * puts repeats of one dead letter together and knows which are settled,
 * {@link io.watchllm.operations.deadletter.DeadLetterFilter} picks, {@link io.watchllm.cli.deadletters.DeadLetterText}
 * tells, and {@link io.watchllm.operations.deadletter.DeadLetterResolution} replays or drops: the record that is sent
 * again and the note that its dead letter is settled are one transaction.
 */
@NullMarked
package io.watchllm.operations.deadletter;

import org.jspecify.annotations.NullMarked;
