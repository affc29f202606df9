package io.watchllm.operations.status;

import io.watchllm.runtime.Health;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Status of the processors, from Kafka and the running processes.
 *
 * @param group state of the group in Kafka
 * @param answers responses of the processors that were asked
 */
public record ProcessorReport(GroupView group, List<Answer> answers) {

    /**
     * Readiness response of a processor.
     *
     * @param url address of the processor
     */
    public record Answer(URI url, Health.Status status) {}

    public ProcessorReport {
        answers = List.copyOf(answers);
    }

    /** Current problems, a sentence each; empty when there are none. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (var answer : answers) {
            if (!answer.status().up()) {
                problems.add("the processor at " + answer.url() + " is not ready: "
                        + answer.status().detail());
            }
        }
        if (!group.unowned().isEmpty()) {
            problems.add("no processor has partition " + group.unowned());
        }
        return problems;
    }
}
