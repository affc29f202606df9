package io.watchllm.processor.topology;

import io.watchllm.alerting.rule.FailedRule;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.processor.rules.RuleTable;
import io.watchllm.processor.write.Output;
import io.watchllm.processor.write.OutputGate;
import io.watchllm.schemas.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles rules that throw: this process disables the rule and reports it in its log, its metrics and a dead letter.
 * All other rules and the rows continue.
 */
final class RuleFailures {

    private static final Logger log = LoggerFactory.getLogger(RuleFailures.class);

    private final ProcessorContext<?, ?> context;
    private final RuleTable table;
    private final OutputGate gate;
    private final Output deadLetters;
    private final List<DeadLetter> waiting = new ArrayList<>();

    /**
     * For one stage of one partition.
     *
     * @param gate writes to the topic
     * @param deadLetters the stage's output of dead letters
     */
    RuleFailures(ProcessorContext<?, ?> context, RuleTable table, OutputGate gate, Output deadLetters) {
        this.context = context;
        this.table = table;
        this.gate = gate;
        this.deadLetters = deadLetters;
    }

    /** Handles an exception of the rule. Only the first failure of a rule in this process is reported. */
    void failed(Rule rule, RuntimeException failure) {
        if (table.disable(rule)) {
            log.error(
                    "alert rule failed and is switched off rule_id={} version={}", rule.id(), rule.version(), failure);
            waiting.add(deadLetter(rule, failure));
        }
    }

    /** Sends dead letters of the rules that failed since the last call. */
    void send() {
        for (var each : waiting) {
            gate.write(deadLetters, DeadLetterOutput.record(each, context.currentSystemTimeMs()));
        }
        waiting.clear();
    }

    private DeadLetter deadLetter(Rule rule, RuntimeException failure) {
        return new DeadLetter(
                rule.id().getBytes(StandardCharsets.UTF_8),
                null,
                List.of(),
                FailedRule.of(rule).origin(),
                DeadLetterOutput.refusal(
                        FailedRule.REASON,
                        "",
                        "the rule '%s' (version %d) failed and is switched off: %s. Apply it again, changed, to switch it on; please report this."
                                .formatted(rule.id(), rule.version(), failure),
                        Instant.ofEpochMilli(context.currentSystemTimeMs())));
    }
}
