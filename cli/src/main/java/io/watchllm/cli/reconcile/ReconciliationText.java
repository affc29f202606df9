package io.watchllm.cli.reconcile;

import io.watchllm.cli.shell.JsonObject;
import io.watchllm.operations.reconciliation.ReconciliationReport;
import io.watchllm.operations.reconciliation.ReconciliationReport.Project;
import io.watchllm.runtime.PlainText;

/** The counts for people and for programs. */
public final class ReconciliationText {
    private static final String LINE = "%-24s %12s %12s %12s %12s %12s %12s %12s %12s%n";
    private static final String NO_PROJECT = "(no project)";

    private final ReconciliationReport report;

    public ReconciliationText(ReconciliationReport report) {
        this.report = report;
    }

    /** A line a project, their sum, what is under way, and what does not come out. */
    public String text() {
        var text = new StringBuilder(LINE.formatted(
                "PROJECT", "READ", "ROWS", "DUPLICATES", "REFUSED", "ALERTS", "STORED", "ROWS REFUSED", "MISSING"));
        report.projects().forEach((name, project) -> text.append(line(name.isEmpty() ? NO_PROJECT : name, project)));
        text.append(line("all", report.sum()));
        text.append("%nup to %,d events are unread, up to %,d rows are under way to the table%n"
                .formatted(report.unread(), report.underWay()));
        if (report.acknowledged() != null) {
            text.append("%,d events were acknowledged to their producers%n".formatted(report.acknowledged()));
        }
        report.losses().forEach(loss -> text.append(loss).append('\n'));
        report.topics().notes().forEach(note -> text.append(note).append('\n'));
        var problems = report.problems();
        text.append(problems.isEmpty() ? "The counts close.\n" : "The counts do not close:\n");
        problems.forEach(
                problem -> text.append("  ").append(PlainText.line(problem)).append('\n'));
        return text.toString();
    }

    private static String line(String name, Project project) {
        return LINE.formatted(
                PlainText.line(name),
                project.read(),
                project.rows(),
                project.duplicates(),
                project.refused(),
                project.alerts(),
                project.stored(),
                project.rowsRefused(),
                project.missing());
    }

    /** One object on one line. */
    public String json() {
        var projects = new JsonObject();
        report.projects().forEach((name, project) -> projects.put(name, fields(project)));
        return new JsonObject()
                .put("closed", report.problems().isEmpty())
                .put("problems", report.problems())
                .put("notes", report.topics().notes())
                .put("acknowledged", report.acknowledged())
                .put("unread_max", report.unread())
                .put("under_way_max", report.underWay())
                .put("uncounted_max", report.topics().uncounted())
                .put("lost_said", report.lostRows())
                .put("lost_row_offsets", report.lost().rows())
                .put("lost_event_offsets", report.lost().eventsInAll())
                .putAll(fields(report.sum()))
                .put("projects", projects)
                .line();
    }

    private static JsonObject fields(Project project) {
        return new JsonObject()
                .put("read", project.read())
                .put("rows", project.rows())
                .put("duplicates", project.duplicates())
                .put("refused", project.refused())
                .put("alerts", project.alerts())
                .put("stored", project.stored())
                .put("rows_refused", project.rowsRefused())
                .put("missing", project.missing());
    }
}
