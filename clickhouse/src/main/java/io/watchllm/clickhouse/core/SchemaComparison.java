package io.watchllm.clickhouse.core;

import io.watchllm.clickhouse.core.TableState.Column;
import io.watchllm.clickhouse.core.TableState.Index;
import io.watchllm.clickhouse.core.TableState.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares a database with the schema it should have. Additional columns, indexes and projections do not count as
 * differences.
 *
 * @param database the database's name, for the SQL of fixes
 */
public record SchemaComparison(String database) {
    private static final String CREATE = "run: watchllm schema create";
    private static final String COPY =
            "a key or engine can't be changed in place: rename the table, run watchllm schema create, copy the rows over";

    /** What is missing or differs, in order of the tables. */
    public List<Problem> problems(List<TableState> expected, List<TableState> found) {
        var byName = found.stream().collect(Collectors.toMap(TableState::name, Function.identity()));
        var problems = new ArrayList<Problem>();
        for (var table : expected) {
            var other = byName.get(table.name());
            if (other == null) {
                problems.add(Problem.error(table.name(), "is missing; expected " + table.engine(), CREATE));
            } else {
                problems.addAll(shape(table, other));
                problems.addAll(columns(table, other));
                problems.addAll(indexes(table, other));
                problems.addAll(projections(table, other));
            }
        }
        return problems;
    }

    private List<Problem> shape(TableState expected, TableState found) {
        return Stream.of(
                        differs(expected, "engine", found.engine(), expected.engine()),
                        differs(
                                expected,
                                "partition key",
                                found.keys().partition(),
                                expected.keys().partition()),
                        differs(
                                expected,
                                "primary key",
                                found.keys().primary(),
                                expected.keys().primary()),
                        differs(
                                expected,
                                "sorting key",
                                found.keys().sorting(),
                                expected.keys().sorting()),
                        differs(expected, "target", found.target(), expected.target()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Problem> differs(TableState table, String part, String found, String wanted) {
        return found.equals(wanted)
                ? List.of()
                : List.of(Problem.error(table.name(), part + " is " + found + "; expected " + wanted, COPY));
    }

    private List<Problem> columns(TableState expected, TableState found) {
        var byName = found.columns().stream().collect(Collectors.toMap(Column::name, Function.identity()));
        var problems = new ArrayList<Problem>();
        for (var column : expected.columns()) {
            var other = byName.get(column.name());
            var wanted = column.defaultExpression().isEmpty()
                    ? column.type()
                    : column.type() + " DEFAULT " + column.defaultExpression();
            if (other == null) {
                problems.add(Problem.error(
                        expected.name(),
                        "column " + column.name() + " is missing; expected " + wanted,
                        mendColumn(expected, "ADD COLUMN IF NOT EXISTS", column, wanted)));
            } else if (!other.type().equals(column.type())) {
                problems.add(Problem.error(
                        expected.name(),
                        "column " + column.name() + " is " + other.type() + "; expected " + column.type(),
                        mendColumn(expected, "MODIFY COLUMN", column, wanted)));
            } else if (!Objects.equals(other.defaultExpression(), column.defaultExpression())) {
                problems.add(Problem.error(
                        expected.name(),
                        "column " + column.name() + " has default '" + other.defaultExpression() + "'; expected '"
                                + column.defaultExpression() + "'",
                        mendColumn(expected, "MODIFY COLUMN", column, wanted)));
            }
        }
        return problems;
    }

    private String mendColumn(TableState table, String action, Column column, String wanted) {
        return table.engine().endsWith("View")
                ? "DROP VIEW " + database + "." + table.name() + "; then " + CREATE
                : "ALTER TABLE " + database + "." + table.name() + " " + action + " " + column.name() + " " + wanted;
    }

    private List<Problem> indexes(TableState expected, TableState found) {
        var byName = found.indexes().stream().collect(Collectors.toMap(Index::name, Function.identity()));
        var problems = new ArrayList<Problem>();
        for (var index : expected.indexes()) {
            var other = byName.get(index.name());
            var wanted = index.expression() + " TYPE " + index.type();
            var alter = "ALTER TABLE " + database + "." + expected.name();
            var add = " ADD INDEX " + index.name() + " " + wanted + ", MATERIALIZE INDEX " + index.name();
            if (other == null) {
                problems.add(Problem.error(
                        expected.name(), "index " + index.name() + " is missing; expected " + wanted, alter + add));
            } else if (!other.equals(index)) {
                problems.add(Problem.error(
                        expected.name(),
                        "index " + index.name() + " is " + other.expression() + " TYPE " + other.type() + "; expected "
                                + wanted,
                        alter + " DROP INDEX " + index.name() + "; " + alter + add));
            }
        }
        return problems;
    }

    private List<Problem> projections(TableState expected, TableState found) {
        var byName = found.projections().stream().collect(Collectors.toMap(Projection::name, Function.identity()));
        var problems = new ArrayList<Problem>();
        for (var projection : expected.projections()) {
            var other = byName.get(projection.name());
            var wanted = words(projection);
            var alter = "ALTER TABLE " + database + "." + expected.name();
            var add = " ADD PROJECTION " + projection.name() + " " + wanted + ", MATERIALIZE PROJECTION "
                    + projection.name();
            if (other == null) {
                problems.add(Problem.error(
                        expected.name(),
                        "projection " + projection.name() + " is missing; expected " + wanted,
                        alter + add));
            } else if (!other.equals(projection)) {
                problems.add(Problem.error(
                        expected.name(),
                        "projection " + projection.name() + " is " + words(other) + "; expected " + wanted,
                        alter + " DROP PROJECTION " + projection.name() + "; " + alter + add));
            }
        }
        return problems;
    }

    private static String words(Projection projection) {
        return "(" + projection.query() + ")"
                + (projection.settings().isEmpty() ? "" : " WITH SETTINGS (" + projection.settings() + ")");
    }
}
