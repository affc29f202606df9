package io.watchllm.dev.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Tells how far a demo is, now and then, and notices when it gets no further. */
final class Progress {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final PrintWriter err;
    private final Instant start;
    private final Duration stallMax;
    private Instant lastNews;
    private Instant lastChange;
    private DemoReconciliation last = new DemoReconciliation(0, Map.of(), 0, Map.of());
    private boolean rowsSeen;

    Progress(PrintWriter err, Instant start, Duration stallMax) {
        this.err = err;
        this.start = start;
        this.stallMax = stallMax;
        lastNews = start;
        lastChange = start;
    }

    /**
     * Takes note of the counts at one moment.
     *
     * @throws IllegalStateException when nothing has changed for too long; says what is missing
     */
    void observe(DemoReconciliation counts, boolean fed, Instant now) {
        if (!rowsSeen && counts.rows("events") > 0) {
            rowsSeen = true;
            tell("first rows are visible after %.1f s", seconds(now));
        }
        if (!counts.equals(last)) {
            last = counts;
            lastChange = now;
        }
        if (Duration.between(lastChange, now).compareTo(stallMax) > 0) {
            throw new IllegalStateException("nothing has moved for " + stallMax.toSeconds() + " s: "
                    + (fed ? String.join("; ", counts.open()) : "the input is still being read"));
        }
        if (Duration.between(lastNews, now).compareTo(EVERY) >= 0) {
            lastNews = now;
            tell(
                    "%5.1f s  events %,d  tool_calls %,d  agent_steps %,d  dead letters %,d  duplicates %,d",
                    seconds(now),
                    counts.rows("events"),
                    counts.rows("tool_calls"),
                    counts.rows("agent_steps"),
                    counts.deadLetters(),
                    counts.duplicates());
        }
    }

    private double seconds(Instant now) {
        return Duration.between(start, now).toMillis() / 1_000.0;
    }

    private void tell(String format, Object... arguments) {
        err.printf("watchllm: " + format + "%n", arguments);
        err.flush();
    }
}
