package io.watchllm.operations.audit;

import io.watchllm.operations.audit.TableReport.Counts;
import io.watchllm.operations.audit.core.OffsetRun;
import io.watchllm.operations.audit.core.OffsetRuns;
import io.watchllm.operations.audit.core.TableRun;
import io.watchllm.operations.audit.core.WindowVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Audits one partition against its table, window by window, which bounds the memory.
 *
 * @param bound which rows have expired
 * @param repair whether missing rows are inserted
 */
record TableAudit(
        TopicOffsets topic,
        TableOffsets table,
        RefusedOffsets refused,
        MissingRows missingRows,
        RowAge.Bound bound,
        boolean repair) {
    /** Offsets that are compared at a time: their runs are held in memory, and come from one query. */
    static final long WINDOW_OFFSETS = 1_000_000;

    private static final int RANGES_KEPT_MAX = 1_000;

    /** Accumulates the results of a partition's windows. */
    private static final class Findings {
        private final List<OffsetRun> missing = new ArrayList<>();
        private final List<TableRun> twice = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private Counts counts = Counts.NONE;
        private long foreignRows;
        private long otherRecords;
        private long unknownOffsets;
        private long removed;

        void note(boolean needed, String note) {
            if (needed) {
                notes.add(note);
            }
        }

        <T> void keep(List<T> kept, List<T> more) {
            more.stream().limit(RANGES_KEPT_MAX - kept.size()).forEach(kept::add);
        }
    }

    /**
     * Audits the partition.
     *
     * @param accepted offsets that an operator has accepted as lost
     * @param rowsBehind rows at offsets past the topic's end
     */
    TableReport.Partition audit(
            TopicPartition partition, PartitionBounds bounds, OffsetRuns accepted, long rowsBehind) {
        var found = new Findings();
        var lost = bounds.lost().minus(accepted);
        found.counts = new Counts(0, 0, 0, 0, 0, 0, lost.count(), accepted.count());
        found.note(bounds.committed() < 0, "the sink has committed nothing yet");
        found.note(!lost.isEmpty(), "offsets " + lost.text(10) + " left Kafka before the sink had read them");
        found.note(
                !accepted.isEmpty(),
                "offsets " + accepted.text(10)
                        + " left Kafka before the sink had read them and were accepted as lost (accepted_losses)");
        found.note(
                rowsBehind > 0,
                rowsBehind + " rows lie behind the end of the topic (" + bounds.end()
                        + "): the topic is younger than they are, or its log was cut");
        for (var next = bounds.from(); next < bounds.to(); next += WINDOW_OFFSETS) {
            compare(partition, topic.window(partition, next, WINDOW_OFFSETS, bounds.to()), found);
        }
        found.note(
                found.foreignRows > 0,
                found.foreignRows + " rows at these offsets are older than the records there: of a topic that had this"
                        + " name before; they were left out");
        found.note(
                found.otherRecords > 0,
                found.otherRecords
                        + " rows share their offset with a row of another record, of another ingested_at: the log was cut"
                        + " there and written on, and both records are stored");
        found.note(
                found.removed > 0,
                found.removed
                        + " records have no row, since it repeated an earlier one and was taken out: removed_repeats"
                        + " says which");
        found.note(found.unknownOffsets > 0, found.unknownOffsets + " offsets have a row and no committed record");
        return new TableReport.Partition(
                partition.partition(),
                bounds.from(),
                Math.max(bounds.from(), bounds.to()),
                found.counts,
                List.copyOf(found.missing),
                List.copyOf(found.twice),
                List.copyOf(found.notes));
    }

    private void compare(TopicPartition partition, TopicOffsets.Window window, Findings found) {
        var stretch = table.stretch(partition.partition(), window);
        var deadLetters = refused.between(partition, window.from(), window.next());
        var verdict = WindowVerdict.of(window.records(), deadLetters, stretch.runs());
        found.foreignRows += stretch.foreignRows();
        found.otherRecords += stretch.otherRecords();
        found.unknownOffsets += verdict.unknown().count();
        found.note(
                !verdict.landedDeadLetters().isEmpty(),
                "offsets " + verdict.landedDeadLetters().text(10)
                        + " are dead letters and have a row too: a replay would store them twice; watchllm dead-letters"
                        + " drop resolves them");
        var removed = verdict.missing().isEmpty()
                ? OffsetRuns.NONE
                : verdict.missing().and(table.removed(partition.partition(), window));
        found.removed += removed.count();
        var lacking = verdict.missing().minus(removed);
        var expired = expired(partition, lacking);
        var missing = lacking.minus(expired);
        var repaired = repair && !missing.isEmpty() ? repair(partition, missing, found) : OffsetRuns.NONE;
        found.keep(found.missing, missing.runs());
        found.keep(found.twice, verdict.twice());
        found.counts = found.counts.plus(new Counts(
                verdict.records().count(),
                missing.count(),
                verdict.twice().stream().mapToLong(run -> run.run().count()).sum(),
                verdict.deadLetters().count(),
                expired.count(),
                repaired.count(),
                0,
                0));
    }

    private OffsetRuns expired(TopicPartition partition, OffsetRuns missing) {
        return bound.kept().forEver() || missing.isEmpty()
                ? OffsetRuns.NONE
                : missingRows.expired(partition, missing, bound);
    }

    private OffsetRuns repair(TopicPartition partition, OffsetRuns missing, Findings found) {
        var repaired = missingRows.repair(partition, missing);
        found.note(
                !repaired.problems().isEmpty(),
                "not repaired: " + repaired.problems().stream().limit(10).collect(Collectors.joining("; ")));
        return repaired.rows();
    }
}
