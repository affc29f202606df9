package io.watchllm.operations.runs.core;

import io.watchllm.operations.runs.core.RunEvent.Kind;
import io.watchllm.operations.runs.core.RunEvent.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * Sums of a run.
 *
 * @param began when the first of its events began
 * @param took time from then until the last one ended
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

        static Spent of(List<Usage> usages) {
            return new Spent(
                    sum(usages, Usage::tokensInput),
                    sum(usages, Usage::tokensCached),
                    sum(usages, Usage::tokensOutput),
                    usages.stream()
                            .map(Usage::costUsd)
                            .filter(Objects::nonNull)
                            .reduce(BigDecimal.ZERO, BigDecimal::add),
                    (int) usages.stream()
                            .filter(usage -> usage.costUsd() == null)
                            .count());
        }

        private static long sum(List<Usage> usages, ToIntFunction<Usage> part) {
            return usages.stream().mapToLong(part::applyAsInt).sum();
        }
    }

    /** The sums of events, at least one. */
    static RunTotals of(List<RunEvent> events) {
        var began = events.stream()
                .map(event -> event.place().time())
                .min(Instant::compareTo)
                .orElseThrow();
        var ended = events.stream().map(RunEvent::end).max(Instant::compareTo).orElseThrow();
        var count = new EnumMap<Kind, Integer>(Kind.class);
        events.forEach(event -> count.merge(event.kind(), 1, Integer::sum));
        return new RunTotals(
                began,
                Duration.between(began, ended),
                count,
                (int) events.stream().filter(RunEvent::failed).count(),
                Spent.of(events.stream()
                        .map(RunEvent::usage)
                        .filter(Objects::nonNull)
                        .toList()));
    }

    /** The sums of both parts of a run. */
    public RunTotals plus(RunTotals other) {
        var first = began.isBefore(other.began) ? began : other.began;
        var ended = began.plus(took);
        var otherEnded = other.began.plus(other.took);
        var all = new EnumMap<Kind, Integer>(Kind.class);
        all.putAll(count);
        other.count.forEach((kind, number) -> all.merge(kind, number, Integer::sum));
        return new RunTotals(
                first,
                Duration.between(first, ended.isAfter(otherEnded) ? ended : otherEnded),
                all,
                errors + other.errors,
                spent.plus(other.spent));
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
