package io.watchllm.processor.rules;

/** Which rules are evaluated. */
public enum RuleSource {
    /** Those of the topic, and the built-in ones as a fallback. */
    ALL,
    /** Only those of the topic. */
    TOPIC,
    /** None: no alerts are raised. */
    NONE
}
