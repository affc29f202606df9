package io.watchllm.schemas;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Decides how long a schema id that the registry does not have counts as one that it does not have yet. A registry that
 * lags behind its leader, or was restored from a backup, says so of good records. The time counts from the first such
 * id of a series, not anew for each, so that records with ever new ids hold a partition up once. Thread-safe.
 */
public final class AbsentIds {
    /** A series is over when no such id came for so long; the next one is given its time again. */
    static final Duration SERIES_ENDS_AFTER = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Duration wait;
    private Instant since = Instant.EPOCH;
    private @Nullable Instant last;

    /** @param wait time of a series; 0 for whoever believes the registry at once */
    public AbsentIds(InstantSource clock, Duration wait) {
        this.clock = clock;
        this.wait = wait;
    }

    /** Notes that the registry does not have an id now; until when to ask again, null once that is final. */
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
