package io.watchllm.cli.audit;

import io.watchllm.cli.rollups.RollupText;
import io.watchllm.cli.shell.JsonObject;
import io.watchllm.operations.audit.TableReport;
import io.watchllm.operations.audit.TableReport.Counts;
import io.watchllm.operations.repeat.RepeatReport;
import io.watchllm.operations.rollup.RollupReport;
import java.util.List;
import java.util.stream.Collectors;

/** The reports of an audit, for people and for programs. */
public final class AuditText {
    private static final int RANGES_SHOWN_MAX = 10;
    private static final int DIFFERENCES_SHOWN_MAX = 10;

    private final List<TableReport> tables;
    private final List<RollupReport> rollups;
    private final RepeatReport repeats;

    /** @param repeats what was found among the rows that came late */
    public AuditText(List<TableReport> tables, List<RollupReport> rollups, RepeatReport repeats) {
        this.tables = List.copyOf(tables);
        this.rollups = List.copyOf(rollups);
        this.repeats = repeats;
    }

    private Counts counts() {
        return tables.stream().map(TableReport::counts).reduce(Counts.NONE, Counts::plus);
    }

    private long differing() {
        return rollups.stream().mapToLong(rollup -> rollup.counts().differing()).sum();
    }

    /** Whether there is nothing to mend. */
    public boolean clean() {
        return counts().clean() && repeats.clean() && differing() == 0;
    }

    /** For people: a line a table and a rollup, below it what is wrong; how to mend it; the sums. */
    public String text() {
        var text = new StringBuilder();
        tables.forEach(table -> table(table, text));
        repeats(text);
        text.append(new RollupText(rollups).text(DIFFERENCES_SHOWN_MAX));
        advice(text);
        var sum = counts();
        return text.append("%,d missing, %,d twice, %,d late repeats, %,d rollup rows differ%s%s%s%n"
                        .formatted(
                                sum.missing(),
                                sum.twice(),
                                repeats.repeats(),
                                differing(),
                                sum.accepted() == 0 ? "" : "; %,d offsets accepted as lost".formatted(sum.accepted()),
                                sum.repaired() == 0 ? "" : "; %,d rows put in".formatted(sum.repaired()),
                                repeats.removed() == 0 ? "" : "; %,d repeats taken out".formatted(repeats.removed())))
                .toString();
    }

    private void repeats(StringBuilder text) {
        if (repeats.late() > 0) {
            text.append("%-16s  %,d rows compared: %,d repeats (%s USD), %,d taken out, %,d conflicts, %,d unresolved%n"
                    .formatted(
                            "late rows",
                            repeats.late(),
                            repeats.repeats(),
                            repeats.repeatsUsd().toPlainString(),
                            repeats.removed(),
                            repeats.conflicts(),
                            repeats.unresolved()));
        }
        repeats.examples().forEach(line -> text.append("  ").append(line).append('\n'));
        repeats.notes().forEach(line -> text.append("  ").append(line).append('\n'));
    }

    private static void table(TableReport table, StringBuilder text) {
        var counts = table.counts();
        text.append("%-16s  %,d records: %,d missing, %,d twice, %,d dead letters, %,d past retention%n"
                .formatted(
                        table.table().table(),
                        counts.records(),
                        counts.missing(),
                        counts.twice(),
                        counts.deadLetters(),
                        counts.expired()));
        for (var partition : table.partitions()) {
            var name = "  " + table.table().topic() + "/" + partition.partition() + ": ";
            ranges("missing", partition.counts().missing(), partition.missing(), name, text);
            ranges("twice", partition.counts().twice(), partition.twice(), name, text);
            partition.notes().forEach(note -> text.append(name).append(note).append('\n'));
        }
    }

    private static void ranges(String what, long count, List<?> ranges, String name, StringBuilder text) {
        if (count > 0) {
            var shown = ranges.stream()
                    .limit(RANGES_SHOWN_MAX)
                    .map(Object::toString)
                    .collect(Collectors.joining(", "));
            text.append("%s%,d %s: %s%s%n"
                    .formatted(name, count, what, shown, ranges.size() > RANGES_SHOWN_MAX ? ", …" : ""));
        }
    }

    private void advice(StringBuilder text) {
        var sum = counts();
        if (sum.missing() > sum.repaired()) {
            text.append("Missing rows: watchllm audit --repair puts them in, from their records.\n");
        }
        if (!repeats.clean()) {
            text.append(
                    "Late repeats: watchllm audit --repair takes all copies but the first out of rows and rollups.\n");
        }
        for (var table : tables) {
            for (var partition : table.partitions()) {
                partition.twice().stream()
                        .limit(RANGES_SHOWN_MAX)
                        .forEach(run -> text.append("Rows twice: DELETE FROM ")
                                .append(table.table().table())
                                .append(" WHERE source_partition = " + partition.partition()
                                        + " AND source_offset BETWEEN "
                                        + run.run().from() + " AND "
                                        + run.run().to())
                                .append("; takes all copies away, then watchllm audit --repair puts one in.\n"));
            }
        }
        if (sum.missing() + sum.twice() > 0) {
            text.append("Then audit again: rollups that have counted otherwise are named with what rebuilds them.\n");
        }
        for (var rollup : rollups) {
            if (!rollup.rebuild().isEmpty()) {
                text.append("To make these rows of ")
                        .append(rollup.rollup())
                        .append(rollup.shard().isEmpty() ? "" : " in " + rollup.shard())
                        .append(
                                " anew, once all rows are right: watchllm rollups rebuild; or, while no sink writes:\n");
                rollup.rebuild()
                        .forEach(
                                statement -> text.append("  ").append(statement).append(";\n"));
            }
        }
    }

    /** For programs: one line. */
    public String json() {
        var fields = sums(counts());
        fields.put("rollups_differ", differing());
        fields.put("late_repeats", repeatFields());
        fields.put("clean", clean());
        fields.list("tables", tables, AuditText::tableFields);
        fields.list("rollups", rollups, rollup -> RollupText.fields(rollup).put("rebuild", rollup.rebuild()));
        return fields.line();
    }

    private static JsonObject sums(Counts counts) {
        return new JsonObject()
                .put("records", counts.records())
                .put("missing", counts.missing())
                .put("twice", counts.twice())
                .put("dead_letters", counts.deadLetters())
                .put("expired", counts.expired())
                .put("repaired", counts.repaired())
                .put("lost_offsets", counts.lost())
                .put("accepted_lost_offsets", counts.accepted());
    }

    private JsonObject repeatFields() {
        return new JsonObject()
                .put("compared", repeats.late())
                .put("repeats", repeats.repeats())
                .put("repeats_usd", repeats.repeatsUsd())
                .put("removed", repeats.removed())
                .put("conflicts", repeats.conflicts())
                .put("unresolved", repeats.unresolved())
                .put("examples", repeats.examples())
                .put("notes", repeats.notes());
    }

    private static JsonObject tableFields(TableReport table) {
        return new JsonObject()
                .put("table", table.table().table())
                .put("topic", table.table().topic())
                .putAll(sums(table.counts()))
                .list("partitions", table.partitions(), AuditText::partitionFields);
    }

    private static JsonObject partitionFields(TableReport.Partition partition) {
        return new JsonObject()
                .put("partition", partition.partition())
                .put("from", partition.from())
                .put("to", partition.to())
                .putAll(sums(partition.counts()))
                .put("missing_ranges", texts(partition.missing()))
                .put("twice_ranges", texts(partition.twice()))
                .put("notes", partition.notes());
    }

    private static List<String> texts(List<?> ranges) {
        return ranges.stream().map(Object::toString).toList();
    }
}
