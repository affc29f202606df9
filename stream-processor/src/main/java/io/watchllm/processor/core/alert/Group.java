package io.watchllm.processor.core.alert;

/**
 * Whom a number is counted for.
 *
 * @param project the project
 * @param value the group within the scope, such as a user id; of a project itself its own id
 */
public record Group(String project, String value) {

    /** Project and value as one text, for keys; each pair has its own. */
    public String text() {
        return project.equals(value) ? project : project + "|" + value;
    }
}
