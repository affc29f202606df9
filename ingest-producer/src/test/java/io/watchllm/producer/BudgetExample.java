package io.watchllm.producer;

import java.util.Iterator;

/** The example of {@link BudgetWatch}'s Javadoc; {@link BudgetWatchTest} runs it. */
final class BudgetExample {

    private BudgetExample() {}

    static int run(BudgetWatchBuilder builder, String runId, Iterator<Runnable> steps) {
        int done = 0;
        // @start region="budget"
        try (BudgetWatch budget = builder // BudgetWatch.builder()
                .bootstrap("localhost:9092")
                .schemaRegistry("http://localhost:8081")
                .project("shop")
                .percent(100)
                .build()) {
            while (steps.hasNext()) {
                if (budget.exceeded(runId)) {
                    // Say so, save what is there, and end.
                    break;
                }
                steps.next().run();
                done++;
            }
        }
        // @end
        return done;
    }
}
