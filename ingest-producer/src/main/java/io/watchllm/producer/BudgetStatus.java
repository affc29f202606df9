package io.watchllm.producer;

import java.time.Instant;
import java.util.Optional;

/**
 * How current the information of a {@link BudgetWatch} is.
 *
 * @param lastSeen when Kafka last answered; empty before the first answer
 * @param upToDate whether everything available at that time had been read
 * @param runs number of runs in memory
 * @param forgotten number of runs evicted in favor of later ones
 * @param unreadable number of records that were not alerts
 * @param failure the current problem; empty if there is none
 */
public record BudgetStatus(
        Optional<Instant> lastSeen,
        boolean upToDate,
        int runs,
        long forgotten,
        long unreadable,
        Optional<String> failure) {}
