package io.watchllm.operations.runs.core;

import io.watchllm.operations.runs.core.RunEvent.Kind;
import io.watchllm.operations.runs.core.RunEvent.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums of a run.
 *
 * @param began when the first of its events began
 * @param took time from then until the last one ended; alerts are about a run and not part of it, so they don't count
 * @param count events and nested tool calls by kind
 * @param errors number of those that are errors, or ended with an error or a timeout
 * @param spent total usage of its prompt calls
 */
public record RunTotals(Instant began, Duration took, Map<Kind, Integer> count, int errors, Spent spent) {

    /**
     * Total usage of prompt calls.
     *
     * @param tokensInput tokens sent, cached ones included
     * @param tokensCached of those, the ones read from a cache
     * @param tokensOutput tokens received
     * @param costUsd sum of the known costs
     * @param unpriced calls whose cost is not known
     */
    public record Spent(long tokensInput, long tokensCached, long tokensOutput, BigDecimal costUsd, int unpriced) {
        /** No usage. */
        public static final Spent NOTHING = new Spent(0, 0, 0, BigDecimal.ZERO, 0);

        Spent plus(Spent other) {
            return new Spent(
                    tokensInput + other.tokensInput,
                    tokensCached + other.tokensCached,
                    tokensOutput + other.tokensOutput,
                    costUsd.add(other.costUsd),
                    unpriced + other.unpriced);
        }

        private static Spent of(@Nullable Usage usage) {
            if (usage == null) {
                return NOTHING;
            }
            var cost = usage.costUsd();
            return new Spent(
                    usage.tokensInput(),
                    usage.tokensCached(),
                    usage.tokensOutput(),
                    cost == null ? BigDecimal.ZERO : cost,
                    cost == null ? 1 : 0);
        }
    }

    /** The sums of events, at least one. */
    static RunTotals of(List<RunEvent> events) {
        return events.stream().map(RunTotals::of).reduce(RunTotals::plus).orElseThrow();
    }

    private static RunTotals of(RunEvent event) {
        return new RunTotals(
                event.place().time(),
                Duration.between(event.place().time(), event.end()),
                Map.of(event.kind(), 1),
                event.failed() ? 1 : 0,
                Spent.of(event.usage()));
    }

    /** The sums of both parts of a run. */
    public RunTotals plus(RunTotals other) {
        var first = began.isBefore(other.began) ? began : other.began;
        var last = end().isAfter(other.end()) ? end() : other.end();
        if (hasOnlyAlerts() || other.hasOnlyAlerts()) {
            var part = hasOnlyAlerts() ? other : this;
            first = part.began;
            last = part.end();
        }
        var all = new EnumMap<Kind, Integer>(Kind.class);
        all.putAll(count);
        other.count.forEach((kind, number) -> all.merge(kind, number, Integer::sum));
        return new RunTotals(first, Duration.between(first, last), all, errors + other.errors, spent.plus(other.spent));
    }

    private Instant end() {
        return began.plus(took);
    }

    private boolean hasOnlyAlerts() {
        return of(Kind.ALERT) == events();
    }

    /** Number of events of all kinds. */
    public int events() {
        return count.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Number of events of a kind. */
    public int of(Kind kind) {
        return count.getOrDefault(kind, 0);
    }
}
