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
    public static final String REFUSE = "refuse";
    public static final String EVENT_ROWS = "event-rows";
    public static final String TOOL_CALL_ROWS = "tool-call-rows";
    public static final String AGENT_STEP_ROWS = "agent-step-rows";
    public static final String DEAD_LETTERS = "dead-letters";

    private Nodes() {}
}
