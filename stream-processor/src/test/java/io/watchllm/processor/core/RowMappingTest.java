package io.watchllm.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.rows.CostSource;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.RandomEvents;
import io.watchllm.teststack.RandomEvents.Leaf;
import io.watchllm.teststack.Samples;
import io.watchllm.validation.JsonText;
import io.watchllm.validation.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RowMappingTest {

    /**
     * What tables.md has no column for: the tool_calls of a prompt call keep message, type and code of their errors.
     */
    private static final Set<String> NO_COLUMN =
            Set.of("/payload/tool_calls/error/stack", "/payload/tool_calls/error/context");

    private static final Duration WINDOW = Duration.ofHours(1);

    private final RowMapping mapping =
            new RowMapping(new Limits(Duration.ofHours(24), Duration.ofDays(90), 1 << 20), WINDOW);

    @Property
    void shouldFindEachValueOfTheEventInItsRows(@ForAll long seed) {
        var event = new RandomEvents(seed).next();

        var rows = mapping.rows(event, Samples.TIME);

        var found = new HashSet<String>();
        for (var row : all(rows)) {
            for (var leaf : RandomEvents.leaves(row)) {
                // A stack may be two stacks, one below the other.
                found.addAll(leaf.value().lines().toList());
            }
        }
        assertThat(RandomEvents.leaves(event))
                .filteredOn(leaf -> !NO_COLUMN.contains(leaf.path()))
                .extracting(Leaf::value)
                .allMatch(found::contains);
    }

    @Property
    void shouldMakeRowsThatCanBeWrittenAndReadBack(@ForAll long seed) {
        var event = new RandomEvents(seed).next();

        for (var row : all(mapping.rows(event, Samples.TIME))) {
            var bytes = WireFormat.encode(1, row);
            assertThat(new AvroReader<>(row.getClass()).read(bytes, row.getSchema()))
                    .isEqualTo(row);
        }
    }

    @Property
    void shouldNumberTheCallsOfAnEventFromZero(@ForAll long seed) {
        var event = new RandomEvents(seed).next();

        var calls = mapping.rows(event, Samples.TIME).toolCalls();

        for (int index = 0; index < calls.size(); index++) {
            assertThat(calls.get(index).getCallIndex()).isEqualTo(index);
        }
    }

    @Test
    void shouldLeaveTheCostOpenWhenTheClientGaveNone() {
        var row = mapping.rows(prompt(Samples.promptCall().setCostEstimateUsd(null)), Samples.TIME)
                .event();

        assertThat(row.getCostSource()).isEqualTo(CostSource.unpriced);
        assertThat(row.getCostEstimateUsd()).isNull();
    }

    @Test
    void shouldFlagCountsThatContradictEachOtherAndKeepThem() {
        var odd = prompt(Samples.promptCall()
                .setTokensInput(22)
                .setTokensCacheRead(11)
                .setTokensCacheWrite(12)
                .setTokensOutput(12)
                .setTokensReasoning(13));
        var even = prompt(Samples.promptCall()
                .setTokensInput(23)
                .setTokensCacheRead(11)
                .setTokensCacheWrite(12)
                .setTokensOutput(13)
                .setTokensReasoning(13));

        assertThat(mapping.rows(odd, Samples.TIME).event().getFlags())
                .containsExactly("cache_tokens_above_input", "reasoning_tokens_above_output");
        assertThat(mapping.rows(odd, Samples.TIME).event().getTokensCacheRead()).isEqualTo(11);
        assertThat(mapping.rows(even, Samples.TIME).event().getFlags()).isEmpty();
    }

    @Test
    void shouldFlagAnEventThatIsOlderAtItsArrivalThanRepeatsAreKnown() {
        var event = Samples.event(Samples.toolCall());
        var over = Samples.TIME.plus(WINDOW);

        assertThat(mapping.rows(event, over).event().getFlags()).isEmpty();
        assertThat(mapping.rows(event, over.plusMillis(1)).event().getFlags()).containsExactly("arrived_late");
    }

    @Test
    void shouldFlagTheEventWhenTheArgumentsOfACallAreCutAndHashThemWhole() {
        var small = new RowMapping(new Limits(Duration.ofHours(24), Duration.ofDays(90), 4), WINDOW);

        var rows = small.rows(Samples.event(Samples.toolCall()), Samples.TIME);

        assertThat(rows.event().getFlags()).contains("tool_input_truncated", "tool_output_truncated");
        assertThat(rows.toolCalls().getFirst().getToolInput()).isEqualTo("{\"in");
        assertThat(rows.toolCalls().getFirst().getArgsHash())
                .isEqualTo(JsonText.parse("{\"in\": 3}").hash());
    }

    private static Event prompt(PromptCall.Builder call) {
        return Samples.event(call.build());
    }

    private static Iterable<SpecificRecord> all(Rows rows) {
        var all = new ArrayList<SpecificRecord>();
        all.add(rows.event());
        all.addAll(rows.toolCalls());
        if (rows.agentStep() != null) {
            all.add(rows.agentStep());
        }
        return all;
    }
}
