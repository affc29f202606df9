package io.watchllm.operations.repeat.core;

/**
 * Identity of an event.
 *
 * @param project project of the event
 * @param run run of the event
 * @param event id of the event, unique within its run
 */
public record EventIdentity(String project, String run, String event) {

    @Override
    public String toString() {
        return project + "/" + run + "/" + event;
    }
}
