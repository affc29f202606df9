package io.watchllm.clickhouse.core;

import java.util.List;

/**
 * Users and projects to grant roles to. The users must exist: passwords are managed elsewhere.
 *
 * @param writers users that get the writer's role
 * @param readers users that get the reader's role; with projects, the roles of the projects instead
 * @param admins users that get the administrator's role
 * @param projects projects that get their own reader role
 * @param limits limits of a reader's query
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
