package io.watchllm.producer;

import java.time.Instant;
import java.util.Optional;

/**
 * How well a {@link BudgetWatch} is informed.
 *
 * @param lastSeen when Kafka answered last; nothing before the first answer
 * @param upToDate whether everything had been read that was there at that time
 * @param runs runs that it remembers
 * @param forgotten runs that it gave up remembering for later ones
 * @param unreadable records that were no alerts
 * @param failure what is in the way now; nothing while all is well
 */
public record BudgetStatus(
        Optional<Instant> lastSeen,
        boolean upToDate,
        int runs,
        long forgotten,
        long unreadable,
        Optional<String> failure) {}
