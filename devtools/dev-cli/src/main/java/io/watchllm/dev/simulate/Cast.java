package io.watchllm.dev.simulate;

import java.util.List;

/** What simulated runs are made of. Prices are round figures, for the look of it; they are no provider's. */
final class Cast {
    /**
     * A model and how it behaves.
     *
     * @param medianLatencyMs latency of a call at the median
     * @param inputNanoUsd price of an input token in 10⁻⁹ USD
     * @param outputNanoUsd price of an output token in 10⁻⁹ USD
     * @param weight share of the runs that use it
     */
    record Model(String provider, String name, int medianLatencyMs, int inputNanoUsd, int outputNanoUsd, int weight) {}

    /** A tool, the name of its argument, and how often it fails. */
    record Tool(String name, String argument, int medianLatencyMs, double errorShare) {}

    static final List<Model> MODELS = List.of(
            new Model("openai", "gpt-4o-mini", 620, 150, 600, 5),
            new Model("openai", "gpt-4o", 1_350, 2_500, 10_000, 2),
            new Model("anthropic", "claude-sonnet-4-5", 1_800, 3_000, 15_000, 3),
            new Model("google", "gemini-2.5-flash", 540, 300, 2_500, 2),
            new Model("mistral", "mistral-large-latest", 1_100, 2_000, 6_000, 1));

    static final List<Tool> TOOLS = List.of(
            new Tool("search_orders", "customer", 90, 0.02),
            new Tool("get_order", "order", 45, 0.03),
            new Tool("issue_refund", "order", 240, 0.08),
            new Tool("web_search", "query", 700, 0.05),
            new Tool("send_email", "address", 160, 0.01));

    /** The first is named more than once: projects are never of one size. */
    static final List<String> PROJECTS =
            List.of("support-bot", "support-bot", "support-bot", "research-agent", "sales-copilot");

    static final List<String> QUESTIONS = List.of(
            "Where is my order? It should have been here on Monday.",
            "Please cancel the second item and refund it to my card.",
            "Compare the three plans and tell me which one suits a team of five.",
            "Summarise what our customers said about the last release.",
            "Draft an answer to this complaint, polite but firm.");

    static final List<String> ANSWERS = List.of(
            "Your order left the warehouse this morning and will reach you tomorrow.",
            "I have cancelled the item; the refund takes three to five days.",
            "For five people the middle plan is the one: the small one stops at three seats.",
            "Most praise the speed; a third ask for a dark theme; two report the same crash.",
            "Thank you for writing. We have looked into it, and here is what we can do.");

    private Cast() {}
}
