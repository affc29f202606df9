package io.watchllm.cli.reconcile;

import io.watchllm.cli.shell.Json;
import io.watchllm.operations.reconciliation.ReconciliationReport;
import io.watchllm.operations.reconciliation.ReconciliationReport.Project;
import io.watchllm.runtime.PlainText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("closed", report.problems().isEmpty());
        fields.put("problems", report.problems());
        fields.put("notes", report.topics().notes());
        fields.put("acknowledged", report.acknowledged());
        fields.put("unread_max", report.unread());
        fields.put("under_way_max", report.underWay());
        fields.put("uncounted_max", report.topics().uncounted());
        fields.put("lost_said", report.lostRows());
        fields.put("lost_row_offsets", report.lost().rows());
        fields.put("lost_event_offsets", report.lost().eventsInAll());
        fields.putAll(fields(report.sum()));
        var projects = new LinkedHashMap<String, Object>();
        report.projects().forEach((name, project) -> projects.put(name, fields(project)));
        fields.put("projects", projects);
        return Json.line(fields);
    }

    private static Map<String, Long> fields(Project project) {
        var fields = new LinkedHashMap<String, Long>();
        fields.put("read", project.read());
        fields.put("rows", project.rows());
        fields.put("duplicates", project.duplicates());
        fields.put("refused", project.refused());
        fields.put("alerts", project.alerts());
        fields.put("stored", project.stored());
        fields.put("rows_refused", project.rowsRefused());
        fields.put("missing", project.missing());
        return fields;
    }
}
