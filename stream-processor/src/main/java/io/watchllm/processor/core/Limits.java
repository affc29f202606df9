package io.watchllm.processor.core;

import java.time.Duration;

/**
 * What an event may be.
 *
 * @param ahead how far its timestamp may be ahead of its arrival
 * @param retention how far it may be behind
 * @param textBytes bytes (UTF-8) of one payload text that are kept; the rest is cut off
 */
public record Limits(Duration ahead, Duration retention, long textBytes) {}
