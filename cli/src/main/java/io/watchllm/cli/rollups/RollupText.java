package io.watchllm.cli.rollups;

import io.watchllm.cli.shell.JsonObject;
import io.watchllm.operations.rollup.RollupRebuild.Made;
import io.watchllm.operations.rollup.RollupReport;
import io.watchllm.operations.shards.ShardFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a comparison of rollups found, for people and for programs. */
public final class RollupText {
    private final List<RollupReport> reports;

    public RollupText(List<RollupReport> reports) {
        this.reports = List.copyOf(reports);
    }

    /** How many keys differ, in all rollups. */
    public long differing() {
        return reports.stream().mapToLong(report -> report.counts().differing()).sum();
    }

    /** A line a rollup, below it the first keys that differ, and how many more there are; under a line a shard. */
    public String text(int most) {
        var text = new StringBuilder();
        var last = "";
        for (var report : reports) {
            last = shard(report.shard(), last, text);
            rollup(report, most, text);
        }
        return text.toString();
    }

    private static String shard(String shard, String last, StringBuilder text) {
        if (!shard.equals(last)) {
            text.append(shard).append('\n');
        }
        return shard;
    }

    private static void rollup(RollupReport report, int most, StringBuilder text) {
        var counts = report.counts();
        text.append("%-16s  %,d rows compared with a recount of %s: %,d differ%s%n"
                .formatted(
                        report.rollup(),
                        counts.compared(),
                        report.source(),
                        counts.differing(),
                        counts.beyond() == 0
                                ? ""
                                : "; %,d more can't be recounted: rows stay %s"
                                        .formatted(
                                                counts.beyond(), counts.kept().words())));
        var named = report.differences().stream().limit(most).toList();
        named.forEach(difference -> text.append("  ")
                .append(String.join(" | ", difference.key()))
                .append(": ")
                .append(String.join("; ", difference.columns()))
                .append('\n'));
        if (counts.differing() > named.size()) {
            text.append("  and %,d more%n".formatted(counts.differing() - named.size()));
        }
    }

    /** What was rebuilt, a line a rollup; under a line a shard. */
    public static String made(List<Made> made) {
        var text = new StringBuilder();
        var last = "";
        for (var each : made) {
            last = shard(each.shard(), last, text);
            text.append("%-16s  %,d %s rebuilt%n"
                    .formatted(
                            each.rollup(),
                            each.made(),
                            each.made() == 1 ? "project's hour, day or total" : "projects' hours, days or totals"));
            each.busy().stream()
                    .limit(10)
                    .forEach(
                            unit -> text.append("  ")
                                    .append(unit)
                                    .append(
                                            ": rows kept coming; run it again when they do no more, or with an earlier --to\n"));
        }
        return text.toString();
    }

    /**
     * For programs: one line.
     *
     * @param made what was rebuilt
     * @param failure of a shard, which is not in the reports then; null when none failed
     */
    public String json(List<Made> made, @Nullable ShardFailure failure) {
        var fields = new JsonObject()
                .put("equal", differing() == 0 && failure == null)
                .put("differ", differing())
                .list("rollups", reports, RollupText::fields);
        if (!made.isEmpty()) {
            fields.list("made", made, RollupText::fields);
        }
        if (failure != null) {
            fields.putAll(failure.fields());
        }
        return fields.line();
    }

    private static JsonObject fields(Made made) {
        return of(made.shard())
                .put("rollup", made.rollup())
                .put("units", made.made())
                .put("busy", made.busy());
    }

    private static JsonObject of(String shard) {
        return shard.isEmpty() ? new JsonObject() : new JsonObject().put("shard", shard);
    }

    /** One report, for programs. */
    public static JsonObject fields(RollupReport report) {
        return of(report.shard())
                .put("rollup", report.rollup())
                .put("source", report.source())
                .put("compared", report.counts().compared())
                .put("differ", report.counts().differing())
                .put("beyond_retention", report.counts().beyond())
                .put("retention_days", report.counts().kept().days())
                .list(
                        "differences",
                        report.differences(),
                        each -> new JsonObject().put("key", each.key()).put("columns", each.columns()));
    }
}
