package io.watchllm.sink.consume;

import io.watchllm.delivery.encode.EncodePlan;
import io.watchllm.delivery.encode.PlanCompiler;
import io.watchllm.delivery.encode.PlanResult;
import io.watchllm.delivery.encode.RejectedRow;
import io.watchllm.delivery.encode.SchemaSource;
import io.watchllm.delivery.encode.TableColumn;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.WireFormatException;
import io.watchllm.sink.observe.SinkMetrics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the plan that encodes a record. One per table, used by the loop's thread only. */
final class RowEncoder {
    private static final Logger log = LoggerFactory.getLogger(RowEncoder.class);

    private final String table;
    private final SchemaSource schemas;
    private final SinkMetrics.TableMetrics metrics;
    private final Map<Integer, Prepared> plans = new HashMap<>();
    private final Set<String> namedFields = new HashSet<>();
    private PlanCompiler compiler;
    private boolean skipsFields;

    /** How a record can be handled. */
    sealed interface Prepared {}

    /** The plan encodes it. */
    record Planned(int schemaId, EncodePlan plan) implements Prepared {}

    /** It can't become a row. */
    record Bad(RejectedRow fault) implements Prepared {}

    /** It can't be handled now; {@code operator} says that an operator is needed. */
    record Obstacle(String trouble, boolean operator) implements Prepared {}

    RowEncoder(String table, List<TableColumn> columns, SchemaSource schemas, SinkMetrics.TableMetrics metrics) {
        this.table = table;
        this.schemas = schemas;
        this.metrics = metrics;
        this.compiler = new PlanCompiler(table, columns);
    }

    /** Sets the table's current columns; plans are compiled again. */
    void columns(List<TableColumn> columns) {
        compiler = new PlanCompiler(table, columns);
        plans.clear();
        skipsFields = false;
    }

    /** Whether a schema seen so far had a field without a column. */
    boolean skipsFields() {
        return skipsFields;
    }

    Prepared prepare(byte @Nullable [] value) {
        if (value == null) {
            return new Bad(
                    new RejectedRow("not_wire_format", "", "the record has no value; a row record always has one"));
        }
        int schemaId;
        try {
            schemaId = WireFormat.schemaId(value);
        } catch (WireFormatException malformed) {
            return new Bad(new RejectedRow("not_wire_format", "", String.valueOf(malformed.getMessage())));
        }
        var known = plans.get(schemaId);
        return known != null ? known : look(schemaId);
    }

    private Prepared look(int schemaId) {
        return switch (schemas.find(schemaId)) {
            case SchemaSource.Known known -> {
                var prepared = compile(schemaId, known);
                plans.put(schemaId, prepared);
                yield prepared;
            }
            case SchemaSource.Unknown(var message) -> new Bad(new RejectedRow("unknown_schema", "", message));
            case SchemaSource.Unavailable(var message) -> new Obstacle(message, false);
        };
    }

    private Prepared compile(int schemaId, SchemaSource.Known known) {
        return switch (compiler.compile(known.schema())) {
            case PlanResult.Fit(var plan) -> {
                nameSkipped(schemaId, plan.skippedFields());
                skipsFields |= !plan.skippedFields().isEmpty();
                yield new Planned(schemaId, plan);
            }
            case PlanResult.Unfit(var problems) ->
                new Obstacle("schema id " + schemaId + " does not fit: " + String.join("; ", problems), true);
        };
    }

    private void nameSkipped(int schemaId, List<String> fields) {
        var fresh = new TreeSet<>(fields);
        fresh.removeAll(namedFields);
        if (!fresh.isEmpty()) {
            namedFields.addAll(fresh);
            log.warn(
                    "fields without a column are not stored, add the columns to keep them table={} schemaId={} fields={}",
                    table,
                    schemaId,
                    fresh);
        }
        metrics.set(SinkMetrics.SKIPPED_FIELDS, fields.size());
    }
}
