package io.watchllm.operations.deadletter;

import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Resolution;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter in its topic.
 *
 * @param deadLetter the dead letter
 * @param resolution its resolution; null when it has none
 */
public record StoredDeadLetter(
        DeadLetter deadLetter, @Nullable Resolution resolution) {

    /** Whether it was replayed or dropped. */
    public boolean resolved() {
        return resolution != null;
    }

    /** Bytes of key and value. */
    public long bytes() {
        var key = deadLetter.key();
        var value = deadLetter.value();
        return (key == null ? 0 : key.length) + (long) (value == null ? 0 : value.length);
    }
}
