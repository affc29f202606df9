package io.watchllm.processor.core.alert;

/**
 * What time it is.
 *
 * @param eventMs among the events of the partition ({@link io.watchllm.processor.core.alert.stage.EventClock})
 * @param wallMs what the clock on the wall says
 */
public record Moment(long eventMs, long wallMs) {}
