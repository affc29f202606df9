package io.watchllm.sink.core;

/**
 * Why a range that is about to be sent may be in the table already.
 *
 * @param range the range
 * @param opened how far the tables were before it was first sent
 * @param viewFailed whether the attempt before failed behind the table, in a view
 */
public record UncertainInsert(Intent range, BlockCountSnapshot opened, boolean viewFailed) {}
