package io.watchllm.alerting.model;

import io.watchllm.schemas.RecordKey;

/**
 * The entity that a number is counted for.
 *
 * @param project the project
 * @param value the group within the scope, such as a user id; for a project, its own id
 */
public record Group(String project, String value) {

    /** Key of its records, unique per group: all are in one partition, whatever the rule. */
    public String key() {
        return project.equals(value) ? RecordKey.of(project) : RecordKey.of(project, value);
    }
}
