package io.watchllm.delivery.core;

/**
 * Evidence that a range to be sent may be in the table already.
 *
 * @param opened the tables' block counts before it was first sent
 * @param viewFailed whether the previous attempt failed in a view behind the table
 */
public record UncertainInsert(Intent range, BlockCountSnapshot opened, boolean viewFailed) {}
