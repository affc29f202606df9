package io.watchllm.processor.stage;

/** Names of the topology's nodes; they are in metrics and logs, and a rename would orphan state. */
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
    public static final String ALERT_PANES = "alert-panes";
    public static final String PANES_TOPIC = "alert-panes-topic";
    public static final String JUDGE = "judge";
    public static final String ALERTS = "alerts";
    public static final String JUDGED_ALERTS = "judged-alerts";
    public static final String ALERT_ROWS = "alert-rows";
    public static final String JUDGED_ROWS = "judged-rows";
    public static final String JUDGED_DEAD_LETTERS = "judged-dead-letters";
    public static final String WAKE_UPS = "alert-wake-ups-topic";
    public static final String WAKE_UP = "wake-up";
    public static final String REFUSE = "refuse";
    public static final String EVENT_ROWS = "event-rows";
    public static final String TOOL_CALL_ROWS = "tool-call-rows";
    public static final String AGENT_STEP_ROWS = "agent-step-rows";
    public static final String DEAD_LETTERS = "dead-letters";

    private Nodes() {}
}
