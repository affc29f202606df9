package io.watchllm.cli.prices;

import io.watchllm.cli.shell.JsonObject;
import io.watchllm.operations.reprice.RepriceReport;
import io.watchllm.operations.reprice.RollupProof;
import io.watchllm.operations.reprice.core.RepriceTotals;

/** A report for people and for programs. */
public final class RepriceText {
    private static final String LINE = "%-32s %-16s %12s %12s %20s %20s %10s %10s%n";
    private static final String NO_NAME = "-";

    private final RepriceReport report;

    public RepriceText(RepriceReport report) {
        this.report = report;
    }

    /** A line a model, their sum, what was left alone, and the proof. */
    public String text() {
        if (report.failure() != null && report.shards().isEmpty()) {
            return "";
        }
        var scope = report.scope();
        var text = new StringBuilder("project %s, %s to %s%s%n%n"
                .formatted(
                        scope.project(),
                        scope.from(),
                        scope.to(),
                        report.failure() == null ? "" : ", in the shards before the one that failed"));
        text.append(LINE.formatted(
                "MODEL", "PROVIDER", "CALLS", "CHANGED", "USD BEFORE", "USD AFTER", "UNPRICED", "AFTER"));
        for (var line : report.totals().lines()) {
            text.append(line(line.name().model(), line.name().provider(), line.sums()));
        }
        text.append(line("all", "", report.totals().all()));
        text.append(System.lineSeparator());
        leftAlone(text, report.totals().cut(), "whose provider, model or metadata was cut when it was stored");
        leftAlone(text, report.totals().incomplete(), "whose row lacks the model or the tokens");
        text.append(outcome());
        report.shards().forEach(shard -> tell(shard, text));
        text.append(
                report.shards().stream().allMatch(RepriceReport.Shard::proven)
                        ? ""
                        : "Rows and rollups differ: watchllm audit names each difference.%n".formatted());
        return text.toString();
    }

    private static void tell(RepriceReport.Shard shard, StringBuilder text) {
        if (!shard.name().isEmpty()) {
            text.append("%n%s: %,d of %,d calls changed, in %,d blocks%n"
                    .formatted(
                            shard.name(),
                            shard.totals().all().changed(),
                            shard.totals().all().calls(),
                            shard.written()));
        }
        var ended = shard.ended();
        if (ended != null) {
            text.append(tell(ended));
        }
        text.append(shard.name().isEmpty() ? System.lineSeparator() : "");
        shard.proof().forEach(finding -> text.append(tell(finding)));
    }

    private static String line(String model, String provider, RepriceTotals.Sums sums) {
        return LINE.formatted(
                model.isEmpty() ? NO_NAME : model,
                provider.isEmpty() ? NO_NAME : provider,
                "%,d".formatted(sums.calls()),
                "%,d".formatted(sums.changed()),
                sums.before().usd().toPlainString(),
                sums.after().usd().toPlainString(),
                "%,d".formatted(sums.before().unpriced()),
                "%,d".formatted(sums.after().unpriced()));
    }

    private static void leftAlone(StringBuilder text, long calls, String why) {
        if (calls > 0) {
            text.append("%,d calls were left alone %s%n".formatted(calls, why));
        }
    }

    private String outcome() {
        var changed = report.totals().all().changed();
        if (report.scope().dryRun()) {
            return "a dry run: %,d calls would be changed, nothing was%n".formatted(changed);
        }
        return changed == 0
                ? "nothing to change%n".formatted()
                : "%,d calls were changed, in %,d blocks of cost_corrections with reprice_id %s%n"
                        .formatted(changed, report.written(), report.repriceId());
    }

    private static String tell(RepriceReport.Ended ended) {
        if (!ended.done()) {
            return "correction %d of an earlier run is not ended: a run without --dry-run does that first%n"
                    .formatted(ended.sequence());
        }
        return "correction %d of an earlier run was ended first%s%n"
                .formatted(
                        ended.sequence(),
                        ended.forgotten()
                                ? "; too many blocks came since to send it again, so that a rollup which it did not reach stays"
                                        + " as it was: compare with watchllm audit"
                                : "");
    }

    private static String tell(RollupProof.Finding finding) {
        var buckets = finding.buckets();
        var unit = switch (finding.rollup()) {
            case "hourly_report" -> "hours";
            case "daily_report" -> "days";
            default -> "sums";
        };
        return "events %s USD, %s %s USD: %,d of %,d %s equal%s%s%n"
                .formatted(
                        finding.rowsUsd().toPlainString(),
                        finding.rollup(),
                        finding.rollupUsd().toPlainString(),
                        buckets.compared() - buckets.differing(),
                        buckets.compared(),
                        unit,
                        finding.named().isEmpty() ? "" : ", the others from " + finding.named(),
                        buckets.gone() == 0
                                ? ""
                                : "; %,d more have not as many rows as calls, and can't be compared"
                                        .formatted(buckets.gone()));
    }

    /** One object on one line. */
    public String json() {
        var scope = report.scope();
        var alone = report.failure() == null && report.shards().size() == 1;
        var fields = new JsonObject()
                .put("project", scope.project())
                .put("from", scope.from().toString())
                .put("to", scope.to().toString())
                .put("dry_run", scope.dryRun())
                .put("reprice_id", report.repriceId())
                .put("blocks", report.written())
                .putAll(alone ? ended(report.shards().getFirst()) : new JsonObject())
                .putAll(fields(report.totals().all()))
                .put("left_cut", report.totals().cut())
                .put("left_incomplete", report.totals().incomplete())
                .list("models", report.totals().lines(), RepriceText::fields)
                .put("equal", report.proven());
        if (alone) {
            fields.list("proof", report.shards().getFirst().proof(), RepriceText::fields);
        } else {
            fields.list("shards", report.shards(), RepriceText::fields);
        }
        if (report.failure() != null) {
            fields.putAll(report.failure().fields());
        }
        return fields.line();
    }

    private static JsonObject fields(RepriceReport.Shard shard) {
        return new JsonObject()
                .put("shard", shard.name())
                .put("blocks", shard.written())
                .putAll(ended(shard))
                .putAll(fields(shard.totals().all()))
                .put("equal", shard.proven())
                .list("proof", shard.proof(), RepriceText::fields);
    }

    private static JsonObject ended(RepriceReport.Shard shard) {
        var ended = shard.ended();
        return new JsonObject()
                .put("ended_earlier", ended != null && ended.done() ? ended.sequence() : null)
                .put("open_earlier", ended != null && !ended.done() ? ended.sequence() : null);
    }

    private static JsonObject fields(RepriceTotals.Line line) {
        return new JsonObject()
                .put("provider", line.name().provider())
                .put("model", line.name().model())
                .putAll(fields(line.sums()));
    }

    private static JsonObject fields(RepriceTotals.Sums sums) {
        return new JsonObject()
                .put("calls", sums.calls())
                .put("changed", sums.changed())
                .put("cost_before_usd", sums.before().usd())
                .put("cost_after_usd", sums.after().usd())
                .put("unpriced_before", sums.before().unpriced())
                .put("unpriced_after", sums.after().unpriced());
    }

    private static JsonObject fields(RollupProof.Finding finding) {
        return new JsonObject()
                .put("rollup", finding.rollup())
                .put("compared", finding.buckets().compared())
                .put("differing", finding.buckets().differing())
                .put("not_comparable", finding.buckets().gone())
                .put("rows_usd", finding.rowsUsd())
                .put("rollup_usd", finding.rollupUsd());
    }
}
