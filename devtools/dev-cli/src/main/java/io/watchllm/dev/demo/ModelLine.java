package io.watchllm.dev.demo;

import java.math.BigDecimal;

/**
 * What the calls of one model came to.
 *
 * @param costUsd sum of the known costs
 * @param unpriced calls whose cost is not known
 * @param p50Ms median latency in milliseconds
 * @param p95Ms latency in milliseconds that 95 % stay below
 */
record ModelLine(String model, long calls, BigDecimal costUsd, long unpriced, long p50Ms, long p95Ms) {}
