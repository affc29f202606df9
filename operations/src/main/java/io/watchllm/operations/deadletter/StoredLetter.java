package io.watchllm.operations.deadletter;

import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Settlement;
import org.jspecify.annotations.Nullable;

/**
 * A letter as the topic has it.
 *
 * @param letter the letter
 * @param settlement what became of it, if anything did
 */
public record StoredLetter(DeadLetter letter, @Nullable Settlement settlement) {

    /** Whether it was replayed or dropped. */
    public boolean settled() {
        return settlement != null;
    }

    /** Bytes of key and value. */
    public long bytes() {
        var key = letter.key();
        var value = letter.value();
        return (key == null ? 0 : key.length) + (long) (value == null ? 0 : value.length);
    }
}
