package io.watchllm.processor.topology;

import io.watchllm.processor.rules.RefusedRule;
import io.watchllm.processor.rules.RuleTable;
import io.watchllm.processor.store.AlertStateStore;
import io.watchllm.processor.write.Output;
import io.watchllm.processor.write.OutputGate;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Topics;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Writes invalid records of the rules topic as dead letters, each once across restarts. Every process reads all rules,
 * so the one that owns the first partition of the events writes them.
 */
final class RuleDeadLetters {

    private static final int EMITTING_PARTITION = 0;

    /** The topic of rules has one partition. */
    private static final int RULES_PARTITION = 0;

    private final OutputGate gate;
    private final RuleTable table;
    private final AlertStateStore states;
    private final InstantSource clock;
    private long emitted;

    RuleDeadLetters(ProcessorContext<?, ?> context, EvaluatedGroups groups, OutputGate gate, InstantSource clock) {
        this.gate = gate;
        table = groups.ruleTable();
        states = groups.states();
        this.clock = clock;
        emitted = context.taskId().partition() == EMITTING_PARTITION ? states.rulesEmitted() : Long.MAX_VALUE;
    }

    void emit() {
        if (emitted == Long.MAX_VALUE) {
            return;
        }
        for (var refused : table.refusedAfter(emitted)) {
            gate.write(Output.DEAD_LETTERS, DeadLetterOutput.record(deadLetter(refused), clock.millis()));
            emitted = refused.offset();
            states.rulesEmitted(emitted);
        }
    }

    private DeadLetter deadLetter(RefusedRule refused) {
        var broken = refused.broken();
        return new DeadLetter(
                refused.key(),
                refused.value(),
                List.of(),
                new DeadLetter.FromTopic(Topics.ALERT_RULES.name(), RULES_PARTITION, refused.offset()),
                DeadLetterOutput.refusal(broken.fault().word(), "", broken.message(), clock.instant()));
    }
}
