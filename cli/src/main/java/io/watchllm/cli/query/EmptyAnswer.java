package io.watchllm.cli.query;

import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.clickhouse.BlockClient;
import io.watchllm.text.SimilarNames;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Explains an answer without rows: when the project has events, or which projects have some. */
final class EmptyAnswer {
    private static final int PROJECTS_MAX = 1_000;
    private static final int SHOWN_MAX = 5;
    private static final String PROJECTS = "SELECT project_id, first_event_time, last_event_time FROM project_summary"
            + " WHERE total_events > 0 ORDER BY last_event_time DESC, project_id LIMIT " + PROJECTS_MAX;

    private EmptyAnswer() {}

    /** A sentence about the events that there are, in UTC. */
    static String hint(BlockClient reader, String project) {
        var projects = reader.read(
                        PROJECTS,
                        Map.of(),
                        ClickHouseFormat.TabSeparatedWithNamesAndTypes,
                        answer -> ResultTable.read(answer, PROJECTS_MAX))
                .rows();
        return projects.stream()
                .filter(row -> row.getFirst().equals(project))
                .findFirst()
                .map(row -> "project '%s' has events from %sZ to %sZ".formatted(project, row.get(1), row.get(2)))
                .orElseGet(() -> "project '" + project + "' has no events; " + known(project, projects));
    }

    private static String known(String project, List<List<String>> projects) {
        if (projects.isEmpty()) {
            return "no project has any yet";
        }
        var names = projects.stream().map(List::getFirst).toList();
        return SimilarNames.question(project, names)
                .orElseGet(() ->
                        "the newest are of " + names.stream().limit(SHOWN_MAX).collect(Collectors.joining(", ")));
    }
}
