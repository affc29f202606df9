package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.Problem;
import java.net.URI;
import java.util.List;

/**
 * Whether a server and its tables keep each row exactly once.
 *
 * @param user the user of the connection
 * @param version the server's version
 * @param problems what would break it, each with its fix
 */
public record SchemaVerification(URI url, String user, String version, List<Problem> problems) {
    public SchemaVerification {
        problems = List.copyOf(problems);
    }

    /** Whether nothing would break exactly-once. */
    public boolean ok() {
        return problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }
}
