package io.watchllm.schemas;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Decides how long a schema id that the registry does not have is treated as not visible yet. A registry that lags
 * behind its leader, or was restored from a backup, may lack ids of valid records. The time counts from the first such
 * id of a series rather than per id, so that records with ever new ids delay a partition only once. Thread-safe.
 */
public final class AbsentIds {
    /** A series ends when no unknown id came for this long; the next one gets the full time again. */
    static final Duration SERIES_ENDS_AFTER = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Duration wait;
    private Instant since = Instant.EPOCH;
    private @Nullable Instant last;

    /** @param wait time per series; 0 to trust the registry at once */
    public AbsentIds(InstantSource clock, Duration wait) {
        this.clock = clock;
        this.wait = wait;
    }

    /** Records that the registry lacks an id now; returns until when to ask again, or null once that is final. */
    public synchronized @Nullable Instant askUntil() {
        var now = clock.instant();
        if (last == null || now.isAfter(last.plus(SERIES_ENDS_AFTER))) {
            since = now;
        }
        last = now;
        var until = since.plus(wait);
        return now.isBefore(until) ? until : null;
    }
}
