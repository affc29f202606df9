/**
 * What the commands do with dead letters: {@link io.watchllm.cli.letters.LetterBox} reads the topic, puts repeats of
 * one letter together and knows which are settled, {@link io.watchllm.cli.letters.LetterFilter} picks,
 * {@link io.watchllm.cli.letters.LetterText} tells, and {@link io.watchllm.cli.letters.LetterSettling} replays or
 * drops: the record that is sent again and the note that its letter is settled are one transaction.
 */
@NullMarked
package io.watchllm.cli.letters;

import org.jspecify.annotations.NullMarked;
