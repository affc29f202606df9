package io.watchllm.cli.run.core;

/**
 * What is shown of a run.
 *
 * @param project its project
 * @param run its id
 * @param tree its events
 * @param more whether it has more events than were read
 */
public record RunView(String project, String run, RunTree tree, boolean more) {}
