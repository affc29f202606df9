package io.watchllm.alerting.rule;

/**
 * How a breach becomes alerts.
 *
 * @param forN consecutive evaluations that must breach
 * @param recoverRatio share of the bound below which the alert is resolved
 * @param cooldownMs time without alerts after one is resolved
 * @param renotifyMs interval at which a firing alert is emitted again; 0 is never
 * @param capPerHour maximum number of alerts of a group per hour; 0 is unlimited
 * @param maxEventAgeMs age of events above which their alerts notify nobody
 */
public record Policy(
        int forN, double recoverRatio, long cooldownMs, long renotifyMs, int capPerHour, long maxEventAgeMs) {}
