package io.watchllm.processor.stage;

import io.watchllm.processor.core.alert.rule.Rule;
import io.watchllm.processor.rules.FailedRule;
import io.watchllm.processor.rules.RuleBook;
import io.watchllm.schemas.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a rule that throws: this process switches it off and says so, in its log, its metrics and a dead
 * letter. All other rules, and the rows, go on.
 */
final class RuleFailures {

    private static final Logger log = LoggerFactory.getLogger(RuleFailures.class);

    private final ProcessorContext<byte[], byte @Nullable []> context;
    private final RuleBook book;
    private final String deadLetters;
    private final List<DeadLetter> waiting = new ArrayList<>();

    /**
     * For one stage of one partition.
     *
     * @param deadLetters node of their topic
     */
    RuleFailures(ProcessorContext<byte[], byte @Nullable []> context, RuleBook book, String deadLetters) {
        this.context = context;
        this.book = book;
        this.deadLetters = deadLetters;
    }

    /** The rule threw. Only the first failure of a rule in this process is told. */
    void failed(Rule rule, RuntimeException failure) {
        if (book.disable(rule)) {
            log.error(
                    "alert rule failed and is switched off rule_id={} version={}", rule.id(), rule.version(), failure);
            waiting.add(letter(rule, failure));
        }
    }

    /** Sends the dead letters of the rules that failed since the last time. */
    void send() {
        for (var each : waiting) {
            var letter = each.toRecord();
            context.forward(
                    new Record<byte[], byte @Nullable []>(
                            letter.key(), letter.value(), context.currentSystemTimeMs(), letter.headers()),
                    deadLetters);
        }
        waiting.clear();
    }

    private DeadLetter letter(Rule rule, RuntimeException failure) {
        return Letters.fitted(new DeadLetter(
                rule.id().getBytes(StandardCharsets.UTF_8),
                null,
                List.of(),
                FailedRule.of(rule).origin(),
                Letters.refusal(
                        FailedRule.REASON,
                        "",
                        "the rule '%s' (version %d) failed and is switched off: %s. Apply it again, changed, to switch it on; please report this."
                                .formatted(rule.id(), rule.version(), failure),
                        Instant.ofEpochMilli(context.currentSystemTimeMs()))));
    }
}
