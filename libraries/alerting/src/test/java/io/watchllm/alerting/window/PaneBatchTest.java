package io.watchllm.alerting.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.Observation.Actor;
import io.watchllm.alerting.model.Observation.Kind;
import io.watchllm.alerting.model.Observation.Numbers;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.model.Observation.Who;
import io.watchllm.alerting.rule.RuleNames;
import io.watchllm.schemas.Topics;
import io.watchllm.validation.Sizes;
import io.watchllm.validation.TextColumn;
import io.watchllm.validation.TextLimiter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What goes from the first stage to the second is never too large to be written, whatever the names are. */
class PaneBatchTest {

    private static final int LARGEST_SETTING = 64 << 10;
    private static final int RULES_OF_A_SUM = 100;
    private static final TextLimiter LIMITER =
            new TextLimiter(new Sizes(1 << 20, 1 << 20, LARGEST_SETTING, LARGEST_SETTING, 10_000, 100_000));
    private static final List<String> CHARACTERS = List.of("a", "ä", "€", "😀");
    private static final RuleNames LONGEST_NAMES =
            new RuleNames(String.join(",", Collections.nCopies(RULES_OF_A_SUM, "r".repeat(80) + ":2147483647")));

    @Property(tries = 15)
    void shouldPackNoRecordAboveItsBound(@ForAll long seed) {
        var random = new Random(seed);
        var group = new Group(name(random), name(random) + "/" + name(random));
        var parts = new ArrayList<PaneDelta>();
        for (int pane = 0; pane < 12; pane++) {
            var aggregate = new Accumulator();
            var measurement = pane % 2 == 0 ? Measurement.LATENCY : Measurement.COST;
            int events = pane == 0 ? 4_000 : 25;
            for (int event = 0; event < events; event++) {
                // Each latency in a bin of its own, as far as there are bins.
                int latencyMs = (int) Math.min(Integer.MAX_VALUE, Math.pow(1.006, event));
                aggregate.add(measurement, call(event < 25 ? name(random) : "m", latencyMs));
            }
            parts.add(new PaneDelta(LONGEST_NAMES, group, Long.MAX_VALUE / 100_000 - pane, aggregate));
        }
        var values = new ArrayList<byte[]>();
        PaneBatch.pack(new PaneBatch.Source(999_999, Long.MAX_VALUE), parts, values::add);

        assertThat(values).extracting(value -> value.length).allMatch(bytes -> bytes <= PaneBatch.RECORD_BYTES_MAX);
        assertThat(values.stream().flatMap(value -> PaneBatch.unpack(value).parts().stream()))
                .extracting(PaneDelta::pane)
                .containsExactlyElementsOf(parts.stream().map(PaneDelta::pane).toList());
    }

    @Test
    void shouldHaveABoundBelowThatOfItsTopic() {
        assertThat(PaneBatch.RECORD_BYTES_MAX).isLessThan(Topics.DERIVED_BYTES_MAX);
    }

    /** Of about the largest size that its column takes, or of a few characters; always another one. */
    private static String name(Random random) {
        int length = random.nextInt(4) == 0 ? 3 : LARGEST_SETTING + random.nextInt(50);
        return LIMITER.limit(
                TextColumn.MODEL,
                random.nextInt()
                        + CHARACTERS.get(random.nextInt(CHARACTERS.size())).repeat(length));
    }

    private static Observation call(String model, int latencyMs) {
        var who = new Who("p", "r", "", new Actor("", model, "", ""), "production", List.of());
        var numbers = new Numbers(1, 1, latencyMs, 1, Outcome.SUCCESS);
        return new Observation(Kind.PROMPT_CALL, who, "e".repeat(LARGEST_SETTING), latencyMs, numbers, null);
    }
}
