package io.watchllm.processor.core.alert.rule;

/**
 * How a breach becomes alerts.
 *
 * @param forN evaluations in a row that must breach
 * @param recoverRatio share of the bound under which the alert is over
 * @param cooldownMs silence after an alert is over
 * @param renotifyMs time after which a standing alert is told again; 0 is never
 * @param capPerHour alerts of a group an hour at most; 0 is any
 * @param maxEventAgeMs alerts of older events notify nobody
 */
public record Policy(
        int forN, double recoverRatio, long cooldownMs, long renotifyMs, int capPerHour, long maxEventAgeMs) {}
