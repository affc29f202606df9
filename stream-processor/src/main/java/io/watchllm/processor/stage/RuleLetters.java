package io.watchllm.processor.stage;

import io.watchllm.processor.rules.RefusedRule;
import io.watchllm.processor.rules.RuleBook;
import io.watchllm.processor.state.AlertStates;
import io.watchllm.processor.write.Output;
import io.watchllm.processor.write.OutputGate;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Topics;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Records of the topic of rules that are none, to the dead letters: each once, whatever restarts. Every process reads
 * all rules, so the one that has the first partition of the events tells.
 */
final class RuleLetters {

    private static final int TELLING_PARTITION = 0;

    /** The topic of rules has one partition. */
    private static final int RULES_PARTITION = 0;

    private final OutputGate gate;
    private final RuleBook book;
    private final AlertStates states;
    private final InstantSource clock;
    private long told;

    RuleLetters(ProcessorContext<?, ?> context, JudgedGroups groups, OutputGate gate, InstantSource clock) {
        this.gate = gate;
        book = groups.ruleBook();
        states = groups.states();
        this.clock = clock;
        told = context.taskId().partition() == TELLING_PARTITION ? states.rulesTold() : Long.MAX_VALUE;
    }

    void tell() {
        if (told == Long.MAX_VALUE) {
            return;
        }
        for (var refused : book.refusedAfter(told)) {
            gate.write(Output.DEAD_LETTERS, Letters.record(letter(refused), clock.millis()));
            told = refused.offset();
            states.rulesTold(told);
        }
    }

    private DeadLetter letter(RefusedRule refused) {
        var broken = refused.broken();
        return new DeadLetter(
                refused.key(),
                refused.value(),
                List.of(),
                new DeadLetter.FromTopic(Topics.ALERT_RULES.name(), RULES_PARTITION, refused.offset()),
                Letters.refusal(broken.fault().word(), "", broken.message(), clock.instant()));
    }
}
