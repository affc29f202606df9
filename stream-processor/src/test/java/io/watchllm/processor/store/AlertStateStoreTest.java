package io.watchllm.processor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.Sample;
import io.watchllm.alerting.group.AlertGroups;
import io.watchllm.alerting.group.EventClock;
import io.watchllm.alerting.group.RuleSet;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.rule.RuleNames;
import io.watchllm.alerting.window.Accumulator;
import io.watchllm.alerting.window.PaneDelta;
import io.watchllm.processor.write.WriteMetrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertStateStoreTest {

    private static final ActiveRule RULE = Sample.rule("kind: cost_sum, scope: user, window: 10s, warn: 1");
    private static final Group LATER = new Group("p", "later");
    private static final String KEY = "group|" + LATER.key();

    private final EventClock clock = new EventClock(Sample.START_MS, 0);
    private final AlertStateStore store = AlertStateStore.builder(
                    AlertStateStore.GROUPS, new WriteMetrics(new SimpleMeterRegistry()))
            .build();

    AlertStateStoreTest() {
        StoreBench.open(store, List.of());
    }

    private AlertGroups groups() {
        return store.groups(RuleSet.of(List.of(RULE.rule())), 10);
    }

    private byte @Nullable [] stored() {
        return store.records().get(KEY);
    }

    private static void merge(AlertGroups groups, Group group) {
        var aggregate = new Accumulator();
        aggregate.add(RULE.measurement(), Sample.call("e", Sample.START_MS, 0.1, 1, Outcome.SUCCESS));
        var delta = new PaneDelta(RuleNames.of(List.of(RULE.rule())), group, RULE.pane(Sample.START_MS), aggregate);
        groups.merge(delta, new Moment(Sample.START_MS, 0), alert -> {
            throw new AssertionError("nothing was breached: " + alert);
        });
    }

    /** During a rolling upgrade, a partition may go back to a process of the old release. */
    @Test
    void shouldLeaveOutWhatALaterReleaseWroteAndGoOnWithTheRest() {
        var before = groups();
        merge(before, LATER);
        merge(before, new Group("p", "known"));
        store.save(before, clock, 0);
        byte[] head = Objects.requireNonNull(stored()).clone();
        // The third byte is the first of the fingerprint.
        head[2] ^= 1;
        store.restore(KEY.getBytes(StandardCharsets.UTF_8), head);

        var after = groups();
        assertThat(after.size()).isEqualTo(1);
        assertThat(store.clock(0).newestMs()).isEqualTo(Sample.START_MS);

        store.save(after, clock, 0);
        assertThat(stored()).as("its group starts fresh").isNull();
        merge(after, LATER);
        store.save(after, clock, 0);
        assertThat(stored()).isNotNull();
    }
}
