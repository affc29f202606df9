package io.watchllm.delivery.encode;

import java.util.List;

/** Result of matching a writer schema with a table. */
public sealed interface PlanResult {

    /** Every field has a column or may be skipped. */
    record Fit(EncodePlan plan) implements PlanResult {}

    /**
     * The schema does not fit the table; none of its records can be written until one of them changes.
     *
     * @param problems a sentence for each: what was found and what is expected
     */
    record Unfit(List<String> problems) implements PlanResult {}
}
