package io.watchllm.sink.encode;

import java.util.List;

/** What comes of matching a writer schema with a table. */
public sealed interface PlanResult {

    /** Every field has its place. */
    record Fit(EncodePlan plan) implements PlanResult {}

    /**
     * The schema does not fit the table; nothing of it can be written until one of them changes.
     *
     * @param problems a sentence for each: what was found and what would be right
     */
    record Unfit(List<String> problems) implements PlanResult {}
}
