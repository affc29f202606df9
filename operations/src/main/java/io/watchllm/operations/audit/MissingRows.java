package io.watchllm.operations.audit;

import io.watchllm.delivery.core.Outcome;
import io.watchllm.delivery.encode.BlockBuilder;
import io.watchllm.delivery.encode.EncodePlan;
import io.watchllm.delivery.encode.PlanCompiler;
import io.watchllm.delivery.encode.PlanResult;
import io.watchllm.delivery.encode.SchemaSource;
import io.watchllm.delivery.encode.Source;
import io.watchllm.delivery.table.BlockInserter;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.audit.core.OffsetRuns;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.WireFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Handles records whose rows are missing: a row older than the table's retention has expired. Inserts the others,
 * encoded as the sink does, with the same provenance. For one thread.
 */
final class MissingRows {
    private static final int BLOCK_ROWS_MAX = 1_000;
    private static final int ATTEMPTS_MAX = 5;

    private final TopicOffsets topic;
    private final SchemaSource schemas;
    private final PlanCompiler compiler;
    private final IntFunction<Target> targets;
    private final String tokenPrefix;
    private final RowAge ages = new RowAge();
    private final Map<Integer, Plan> plans = new HashMap<>();

    /** A shard of the table: inserts and counts rows there. */
    record Target(BlockInserter inserter, TableOffsets rows) {}

    /** A schema with its plan; without one, {@code problem} says why. */
    private record Plan(@Nullable Schema schema, @Nullable EncodePlan plan, String problem) {}

    /** Records of one set that were inserted, and why the others were not. */
    record Repaired(OffsetRuns rows, List<String> problems) {}

    /**
     * @param compiler matches schemas with the columns of the table
     * @param targets the shard that stores the rows of a partition
     * @param tokenPrefix first part of the tokens: namespace, topic id, and something unique to this run, so that rows
     *     which were removed after an earlier repair are not dropped as a repeat of it
     */
    MissingRows(
            TopicOffsets topic,
            SchemaSource schemas,
            PlanCompiler compiler,
            IntFunction<Target> targets,
            String tokenPrefix) {
        this.topic = topic;
        this.schemas = schemas;
        this.compiler = compiler;
        this.targets = targets;
        this.tokenPrefix = tokenPrefix;
    }

    /** The records whose rows were past their retention. */
    OffsetRuns expired(TopicPartition partition, OffsetRuns missing, RowAge.Bound bound) {
        var expired = new OffsetRuns.Builder();
        topic.visit(partition, missing, record -> {
            var value = record.value();
            var schema = value == null ? null : plan(value).schema();
            if (value != null && schema != null && ages.past(value, schema, bound)) {
                expired.add(record.offset());
            }
        });
        return expired.build();
    }

    /** Inserts the rows of these records. */
    Repaired repair(TopicPartition partition, OffsetRuns missing) {
        var repair = new Repair(partition);
        topic.visit(partition, missing, repair::take);
        repair.flush();
        return new Repaired(repair.landed.build(), repair.problems);
    }

    private Plan plan(byte[] value) {
        int schemaId;
        try {
            schemaId = WireFormat.schemaId(value);
        } catch (WireFormatException malformed) {
            return new Plan(null, null, String.valueOf(malformed.getMessage()));
        }
        var known = plans.get(schemaId);
        if (known != null) {
            return known;
        }
        var plan = switch (schemas.find(schemaId)) {
            case SchemaSource.Known(var schema) -> compile(schema);
            case SchemaSource.Unknown(var message) -> new Plan(null, null, message);
            case SchemaSource.Unavailable(var message) -> throw new OperationException(message);
        };
        plans.put(schemaId, plan);
        return plan;
    }

    private Plan compile(Schema schema) {
        return switch (compiler.compile(schema)) {
            case PlanResult.Fit(var plan) -> new Plan(schema, plan, "");
            case PlanResult.Unfit(var problems) -> new Plan(schema, null, String.join("; ", problems));
        };
    }

    /** One pass over a set of records: a block of rows is inserted when it is full or the plan changes. */
    private final class Repair {
        private final TopicPartition partition;
        private final OffsetRuns.Builder landed = new OffsetRuns.Builder();
        private final List<String> problems = new ArrayList<>();
        private final List<Long> offsets = new ArrayList<>();
        private @Nullable BlockBuilder block;

        Repair(TopicPartition partition) {
            this.partition = partition;
        }

        void take(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
            var value = record.value();
            var plan = value == null ? new Plan(null, null, "the record has no value") : plan(value);
            if (value == null || plan.plan() == null) {
                problems.add(record.offset() + ": " + plan.problem());
                return;
            }
            if (block != null && (block.plan() != plan.plan() || block.rows() >= BLOCK_ROWS_MAX)) {
                flush();
            }
            if (block == null) {
                block = plan.plan().open();
            }
            var source = new Source(partition.partition(), record.offset(), record.timestamp());
            var fault = block.add(value, WireFormat.PAYLOAD_OFFSET, source);
            if (fault == null) {
                offsets.add(record.offset());
            } else {
                problems.add(record.offset() + ": " + fault.reason() + ": " + fault.message());
            }
        }

        void flush() {
            var full = block;
            block = null;
            if (full != null && full.rows() > 0) {
                insert(full);
            }
            offsets.clear();
        }

        private void insert(BlockBuilder full) {
            var token = tokenPrefix + "/" + partition.partition() + "/" + offsets.getFirst() + "-" + offsets.getLast();
            var target = targets.apply(partition.partition());
            var before = target.rows().rowsAt(partition.partition(), offsets);
            var outcome = target.inserter().insert(full, token);
            for (var attempt = 1; attempt < ATTEMPTS_MAX && inDoubt(outcome); attempt++) {
                outcome = target.inserter().insert(full, token);
            }
            var where = offsets.getFirst() + "-" + offsets.getLast() + ": ";
            if (!(outcome instanceof Outcome.Acked)) {
                problems.add(where + outcome);
                return;
            }
            // ClickHouse may know a token and not have its rows, so acknowledged rows are counted.
            var gained = target.rows().rowsAt(partition.partition(), offsets) - before;
            if (gained == full.rows()) {
                offsets.forEach(landed::add);
            } else {
                problems.add(where + "were acknowledged, and of their " + full.rows() + " rows the table gained "
                        + gained + "; audit again: what is still missing goes in under another token");
            }
        }

        private static boolean inDoubt(Outcome outcome) {
            return outcome instanceof Outcome.InDoubt || outcome instanceof Outcome.NotNow;
        }
    }
}
