package io.watchllm.delivery.encode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Matches the fields of a writer schema with the columns of a table, by name. A column without a field is left out of
 * the insert and gets its default. A field without a column is skipped when it is optional, and a problem otherwise.
 * The provenance columns are filled by the sink itself.
 */
public final class PlanCompiler {
    private final Map<String, TableColumn> columns = new LinkedHashMap<>();
    private final String table;

    /** @param table name of the table, for messages */
    public PlanCompiler(String table, List<TableColumn> columns) {
        this.table = table;
        for (var column : columns) {
            this.columns.put(column.name(), column);
        }
    }

    /** The plan for records of this writer schema, or why there is none. */
    public PlanResult compile(Schema writer) {
        if (writer.getType() != Schema.Type.RECORD) {
            return new PlanResult.Unfit(
                    List.of("the schema is of type " + writer.getType().getName() + "; a row must be a record"));
        }
        List<String> problems = new ArrayList<>();
        List<EncodePlan.Step> steps = new ArrayList<>();
        for (var field : writer.getFields()) {
            steps.add(step(field, problems));
        }
        for (var provenance : Provenance.values()) {
            var problem = provenance.problem(columns.get(provenance.column()));
            if (problem != null) {
                problems.add("table " + table + ": " + problem);
            }
        }
        return problems.isEmpty() ? new PlanResult.Fit(new EncodePlan(steps)) : new PlanResult.Unfit(problems);
    }

    private EncodePlan.Step step(Schema.Field field, List<String> problems) {
        var branch = ColumnEncoders.branchOf(field.schema());
        var column = columns.get(field.name());
        var problem = Provenance.isOne(field.name())
                ? "field " + field.name() + " has the name of a column that the sink fills; rename the field"
                : problem(field, branch, column);
        if (problem != null) {
            problems.add(problem);
        }
        return new EncodePlan.Step(field.name(), field.schema(), branch, column);
    }

    private @Nullable String problem(Schema.Field field, UnionBranch branch, @Nullable TableColumn column) {
        if (column == null) {
            return branch.nullBranch() >= 0 || field.hasDefaultValue()
                    ? null
                    : "field " + field.name() + " is required and table " + table
                            + " has no such column; add the column, or give the field a default";
        }
        if (!column.insertable()) {
            return "column " + column.name() + " of table " + table
                    + " is computed by ClickHouse; rename the field or make it a plain column";
        }
        return ColumnEncoders.of(field.schema(), branch, column.type()) != null
                ? null
                : "field " + field.name() + " of Avro type " + describe(field.schema()) + " does not go into column "
                        + column.name() + " of type " + column.type().declaration() + " of table " + table
                        + "; change one of the two";
    }

    private static String describe(Schema schema) {
        var logical = schema.getLogicalType();
        return switch (schema.getType()) {
            case UNION ->
                schema.getTypes().stream().map(PlanCompiler::describe).toList().toString();
            case ARRAY -> "array of " + describe(schema.getElementType());
            default -> schema.getType().getName() + (logical == null ? "" : " (" + logical.getName() + ")");
        };
    }
}
