package io.watchllm.operations.repeat;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.table.ShardConnections;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.audit.TopicInFlightBarrier;
import io.watchllm.operations.repeat.RepeatFinder.Arrival;
import io.watchllm.operations.repeat.core.Copies;
import io.watchllm.operations.repeat.core.Copies.Verdict;
import io.watchllm.operations.repeat.core.EventIdentity;
import io.watchllm.operations.rollup.RollupRebuild;
import io.watchllm.operations.rollup.RollupScope;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds repeats of events that came after the deduplication window, in all shards. A run is stored in one partition and
 * so in one shard, in which its copies are compared. For one thread.
 *
 * @param settings settings of the sink whose tables are checked
 */
public record LateRepeats(SinkSettings settings, Clock clock) {
    private static final int EXAMPLES_MAX = 10;
    private static final BigDecimal ZERO = BigDecimal.ZERO.setScale(9);

    /**
     * Finds repeats among the rows that came late.
     *
     * @param since only rows that arrived then or later; null for all
     * @param until only rows that arrived before; null for all
     * @param remove whether repeats are removed from tables and rollups
     * @throws OperationException when ClickHouse does not answer, or denies it to the user
     */
    public RepeatReport look(@Nullable Instant since, @Nullable Instant until, boolean remove) {
        var report = RepeatReport.NONE;
        for (var shard : settings.shards()) {
            try (var server = ShardConnections.open(shard, settings.inserting())) {
                var removal = remove ? new RepeatRemoval(server, settings.inserting(), clock) : null;
                report = report.plus(new Look(server.sql(), removal).at(new Arrival(since, until)));
            }
        }
        return report;
    }

    /** One pass over a shard. */
    private final class Look {
        private final ClickHouseConnection sql;
        private final @Nullable RepeatRemoval removal;
        private final List<String> examples = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final List<Copies> taken = new ArrayList<>();
        private long repeats;
        private long conflicts;
        private long unresolved;
        private BigDecimal usd = ZERO;

        Look(ClickHouseConnection sql, @Nullable RepeatRemoval removal) {
            this.sql = sql;
            this.removal = removal;
        }

        RepeatReport at(Arrival arrival) {
            if (removal != null) {
                removal.endOpen().ifPresent(notes::add);
            }
            var finder = new RepeatFinder(sql);
            var late = finder.late(arrival);
            if (late.rows() > 0) {
                var several = finder.severalTimes(late, arrival);
                RepeatFinder.portions(several).forEach(portion -> compare(finder.copies(portion)));
                if (several.size() >= RepeatFinder.IDENTITIES_MAX) {
                    notes.add("only the first %s events with several copies were compared: run it again after --repair"
                            .formatted(RepeatFinder.IDENTITIES_MAX));
                }
            }
            var removed = taken.stream().mapToLong(Copies::later).sum();
            if (removed > 0) {
                rebuildRollups();
            }
            return new RepeatReport(late.rows(), repeats, removed, conflicts, unresolved, usd, examples, notes);
        }

        private void compare(List<Copies> portion) {
            var found = portion.stream()
                    .filter(copies -> copies.verdict() == Verdict.REPEAT)
                    .toList();
            for (var copies : portion) {
                switch (copies.verdict()) {
                    case REPEAT -> {
                        repeats += copies.later();
                        usd = usd.add(copies.laterUsd());
                        example("%s: %s too many, %s USD"
                                .formatted(copies.identity(), copies.later(), copies.laterUsd()));
                    }
                    case CONFLICT -> {
                        conflicts++;
                        example(copies.identity() + ": copies of different contents, which are left as they are");
                    }
                    case UNRESOLVED -> unresolved++;
                }
            }
            if (removal != null && !found.isEmpty()) {
                removal.remove(found.stream().map(Copies::identity).toList());
                taken.addAll(found);
            }
        }

        private void example(String line) {
            if (examples.size() < EXAMPLES_MAX) {
                examples.add(line);
            }
        }

        /** Sums are correct by now; aggregates that can't be corrected by a difference are rebuilt from the rows. */
        private void rebuildRollups() {
            var first = taken.stream().map(Copies::time).min(Instant::compareTo).orElseThrow();
            var last = taken.stream().map(Copies::time).max(Instant::compareTo).orElseThrow();
            var projects = taken.stream()
                    .map(Copies::identity)
                    .map(EventIdentity::project)
                    .collect(Collectors.toSet());
            var scope = new RollupScope(
                    projects.size() == 1 ? projects.iterator().next() : null, first, last.plusMillis(1));
            try (var landing = new TopicInFlightBarrier(settings.kafka(), SinkTable.EVENTS)) {
                new RollupRebuild(sql, landing::await)
                        .rebuild(SinkTable.EVENTS.table(), scope)
                        .forEach(made -> made.busy()
                                .forEach(unit -> notes.add(made.rollup() + " at " + unit
                                        + ": its sums are right, its percentiles weigh the removed calls until watchllm rollups"
                                        + " rebuild, as rows keep coming")));
            } catch (OperationException refused) {
                notes.add("sums of the rollups are right; percentiles weigh the removed calls until watchllm rollups"
                        + " rebuild --from " + first + " --to " + last.plusMillis(1) + ", which said: "
                        + refused.getMessage());
            }
        }
    }
}
