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

    /** The project itself comes first, so that it is found among however many. */
    private static final String PROJECTS = "SELECT project_id, first_event_time, last_event_time FROM project_summary"
            + " WHERE total_events > 0 ORDER BY project_id = {project:String} DESC, last_event_time DESC, project_id LIMIT "
            + PROJECTS_MAX;

    private EmptyAnswer() {}

    /** A sentence about the events that there are, in UTC. */
    static String hint(BlockClient reader, String project) {
        var projects = reader.read(
                        PROJECTS,
                        Map.of("project", project),
                        ClickHouseFormat.TabSeparatedWithNamesAndTypes,
                        answer -> ResultTable.read(answer, PROJECTS_MAX))
                .rows();
        if (projects.isEmpty() || !projects.getFirst().getFirst().equals(project)) {
            return "project '" + project + "' has no events; " + known(project, projects);
        }
        var first = projects.getFirst();
        return "project '%s' has events from %sZ to %sZ".formatted(project, first.get(1), first.get(2));
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
