package io.watchllm.clickhouse.core;

import java.util.List;

/**
 * Who gets which role. The users are there already: their passwords are nobody's business here.
 *
 * @param writers users that get the writer's role
 * @param readers users that get the reader's role; with projects, those of the projects in its place
 * @param admins users that get the administrator's role
 * @param projects projects that get a reader's role of their own
 * @param limits what a query of a reader may take
 */
public record RoleRequest(
        List<String> writers, List<String> readers, List<String> admins, List<String> projects, ReaderLimits limits) {

    public RoleRequest {
        writers = named(writers);
        readers = named(readers);
        admins = named(admins);
        projects = named(projects);
    }

    private static List<String> named(List<String> names) {
        if (names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a user and a project have a name that is not blank");
        }
        return names.stream().distinct().toList();
    }
}
