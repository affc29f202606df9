package io.watchllm.operations.runs.core;

/**
 * View of a run.
 *
 * @param project its project
 * @param run its id
 * @param tree its first events
 * @param totals sums of all its events, including those that are not in the tree
 * @param more whether it has more events than the tree
 */
public record RunView(String project, String run, RunTree tree, RunTotals totals, boolean more) {}
