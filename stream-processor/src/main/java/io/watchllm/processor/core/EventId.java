package io.watchllm.processor.core;

/**
 * Identity of an event as a fixed-size key: the first 128 bits of the SHA-256 of its project, run and event id. Among a
 * billion ids the chance of a collision is 1 in 10^21, and nobody can forge an id that collides with another's.
 *
 * @param high first 64 bits
 * @param low next 64 bits
 */
public record EventId(long high, long low) {}
