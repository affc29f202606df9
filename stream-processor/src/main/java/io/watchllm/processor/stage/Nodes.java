package io.watchllm.processor.stage;

/**
 * Names of the topology's nodes; they appear in metrics and logs, and renaming one would orphan state. Those that write
 * to topics are in {@link io.watchllm.processor.write.Output}.
 */
public final class Nodes {

    public static final String EVENTS = "events";
    public static final String DECODE = "decode";
    public static final String VALIDATE = "validate";
    public static final String REDACT = "redact";
    public static final String MODEL_PRICES = "model-prices-topic";
    public static final String PRICE_FEED = "price-feed";
    public static final String PRICE = "price";
    public static final String SPLIT = "split";
    public static final String DEDUPLICATE = "deduplicate";
    public static final String ALERT_RULES = "alert-rules-topic";
    public static final String RULE_FEED = "rule-feed";
    public static final String ALERT = "alert";
    public static final String PANES_TOPIC = "alert-panes-topic";
    public static final String EVALUATE = "evaluate";
    public static final String WAKE_UPS = "alert-wake-ups-topic";
    public static final String WAKE_UP = "wake-up";
    public static final String REFUSE = "refuse";

    private Nodes() {}
}
