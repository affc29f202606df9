/**
 * What the commands do with dead letters: {@link io.watchllm.operations.deadletter.LetterBox} reads the topic, puts
 * repeats of one letter together and knows which are settled, {@link io.watchllm.operations.deadletter.LetterFilter}
 * picks, {@link io.watchllm.cli.deadletters.LetterText} tells, and
 * {@link io.watchllm.operations.deadletter.LetterSettling} replays or drops: the record that is sent again and the note
 * that its letter is settled are one transaction.
 */
@NullMarked
package io.watchllm.operations.deadletter;

import org.jspecify.annotations.NullMarked;
