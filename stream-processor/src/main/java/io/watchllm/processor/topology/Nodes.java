package io.watchllm.processor.topology;

/**
 * Names of the topology's nodes; they appear in metrics and logs. Those that write to topics are in
 * {@link io.watchllm.processor.write.Output}.
 */
public final class Nodes {

    public static final String EVENTS = "events";
    public static final String PROCESS = "process";
    public static final String MODEL_PRICES = "model-prices-topic";
    public static final String PRICE_FEED = "price-feed";
    public static final String ALERT_RULES = "alert-rules-topic";
    public static final String RULE_FEED = "rule-feed";
    public static final String PANES_TOPIC = "alert-panes-topic";
    public static final String EVALUATE = "evaluate";
    public static final String WAKE_UPS = "alert-wake-ups-topic";
    public static final String WAKE_UP = "wake-up";

    private Nodes() {}
}
