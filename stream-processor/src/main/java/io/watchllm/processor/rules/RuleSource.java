package io.watchllm.processor.rules;

/** Which rules are judged by. */
public enum RuleSource {
    /** Those of the topic, and behind them those that ship. */
    ALL,
    /** Those of the topic alone. */
    TOPIC,
    /** None: no alerts are raised. */
    NONE
}
