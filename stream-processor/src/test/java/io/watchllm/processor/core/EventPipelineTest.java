package io.watchllm.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.pricing.BuiltInPrices;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PricePreference;
import io.watchllm.privacy.Findings;
import io.watchllm.privacy.PrivacyRules;
import io.watchllm.processor.core.EventPipeline.Accepted;
import io.watchllm.processor.core.EventPipeline.Duplicate;
import io.watchllm.processor.core.EventPipeline.Outcome;
import io.watchllm.processor.core.EventPipeline.Rejected;
import io.watchllm.processor.core.SeenIds.FirstSeen;
import io.watchllm.processor.write.Output;
import io.watchllm.rows.CostSource;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.teststack.Samples;
import io.watchllm.validation.Limits;
import io.watchllm.validation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventPipelineTest {

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final EventPipeline.Settings SETTINGS = new EventPipeline.Settings(
            new Limits(Duration.ofHours(24), Duration.ofDays(90), Long.MAX_VALUE),
            WINDOW,
            PricePreference.CLIENT,
            PrivacyRules.NONE,
            new RowSchemaIds(1, 2, 3, 4));

    private final Map<EventFingerprint.Id, FirstSeen> seen = new HashMap<>();
    private final EventPipeline.Lookups lookups = new EventPipeline.Lookups(
            id -> new WriterSchemas.Found(Event.getClassSchema()),
            () -> PriceList.of(List.of(), BuiltInPrices.rows()),
            seen::get);
    private final Counted counted = new Counted();
    private final EventPipeline pipeline = new EventPipeline(SETTINGS, lookups, counted);

    @Test
    void shouldMakeTheRowsOfANewEvent() {
        var outcome = process(pipeline, Samples.event(Samples.toolCall()), Samples.TIME);

        assertThat(outcome).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.rows())
                    .extracting(EncodedRow::output)
                    .containsExactly(Output.EVENT_ROWS, Output.TOOL_CALL_ROWS);
            assertThat(accepted.rows())
                    .extracting(row -> WireFormat.schemaId(row.bytes()))
                    .containsExactly(1, 2);
            assertThat(accepted.key()).asString().isEqualTo("project-1|run-1");
            assertThat(accepted.firstSeen().atMillis()).isEqualTo(Samples.TIME.toEpochMilli());
        });
        assertThat(counted.accepted).isEqualTo(1);
    }

    @Test
    void shouldRejectTheRecordWhenItsRowsCannotBeMade() {
        var failing = new EventPipeline(SETTINGS, lookups, counted, (event, written, pricing) -> {
            throw new ArithmeticException("Overflow");
        });
        var event = Samples.event(Samples.toolCall());

        assertThat(process(failing, event, Samples.TIME)).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.event()).isEqualTo(event);
            assertThat(rejected.rejection().reason()).isEqualTo(Reason.NOT_MAPPABLE);
            assertThat(rejected.rejection().message()).contains("java.lang.ArithmeticException: Overflow");
        });
    }

    /** Its rows would cost more than all else. */
    @Test
    void shouldMakeNoRowsOfADuplicate() {
        var event = Samples.event(Samples.toolCall());
        accept(event, Samples.TIME);
        var failing = new EventPipeline(SETTINGS, lookups, counted, (again, written, pricing) -> {
            throw new AssertionError("rows of a duplicate");
        });

        assertThat(process(failing, event, Samples.TIME.plus(WINDOW))).isEqualTo(new Duplicate(event));
        assertThat(process(pipeline, event, Samples.TIME.plus(WINDOW).plusMillis(1)))
                .as("its window is over")
                .isInstanceOf(Accepted.class);
    }

    /** One that a later step rejects may come again, changed. */
    @Test
    void shouldReportWhatIsUnfitRatherThanAConflict() {
        var event = Samples.event(Samples.promptCall().build());
        accept(event, Samples.TIME);
        var huge = Samples.event(
                Samples.promptCall().setPrompt("x".repeat(9 << 20)).build());
        var other = Samples.event(Samples.promptCall().setPrompt("other").build());

        assertThat(process(pipeline, huge, Samples.TIME))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.rejection().reason()).isEqualTo(Reason.RECORD_TOO_LARGE));
        assertThat(process(pipeline, other, Samples.TIME)).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.rejection().reason()).isEqualTo(Reason.CONFLICTING_EVENT);
            assertThat(rejected.event()).isEqualTo(other);
        });
    }

    private void accept(Event event, Instant arrival) {
        assertThat(process(pipeline, event, arrival))
                .isInstanceOfSatisfying(Accepted.class, accepted -> seen.put(accepted.id(), accepted.firstSeen()));
    }

    private static Outcome process(EventPipeline pipeline, @Nullable Event event, Instant arrival) {
        return pipeline.process(event == null ? null : WireFormat.encode(7, event), arrival, arrival);
    }

    /** Counts what was reported. */
    private static final class Counted implements EventPipeline.Observer {
        private int accepted;

        @Override
        public void accepted() {
            accepted++;
        }

        @Override
        public void redacted(Findings findings) {
            throw new AssertionError("there are no rules");
        }

        @Override
        public void priced(String model, CostSource source) {
            // Not counted here.
        }

        @Override
        public void flagged(List<String> flags, String project) {
            // Not counted here.
        }
    }
}
