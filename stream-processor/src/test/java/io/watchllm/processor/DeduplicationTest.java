package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.pricing.PricePreference;
import io.watchllm.privacy.PrivacyRules;
import io.watchllm.privacy.Rules;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.EventCount;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.Samples;
import io.watchllm.validation.Limits;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What comes twice, in the topology of production. */
class DeduplicationTest {

    @Test
    void shouldMakeRowsOfAnEventOnceHoweverOftenItIsSent() {
        try (var run = remembering(TopologyRun.LIMITS)) {
            var event = Samples.event(Samples.toolCall());

            run.send(event).send(event).send(event);

            assertThat(run.events()).hasSize(1);
            assertThat(run.toolCalls()).hasSize(1);
            assertThat(run.deadLetters()).isEmpty();
            assertThat(run.count("watchllm.processor.events.duplicates")).isEqualTo(2);
            assertThat(run.booked("project-1", EventCount.ROWS)).isEqualTo(1);
            assertThat(run.booked("project-1", EventCount.DUPLICATE)).isEqualTo(2);
        }
    }

    @Test
    void shouldKeepOutAnotherEventUnderTheSameIdAndReportTheConflict() {
        try (var run = remembering(TopologyRun.LIMITS)) {
            var event = Samples.event(Samples.toolCall());
            var other = Event.newBuilder(event).setUserId("someone else").build();

            run.send(event).send(other);

            assertThat(run.events()).hasSize(1);
            assertThat(run.deadLetters()).singleElement().satisfies(deadLetter -> {
                assertThat(deadLetter.reason()).isEqualTo("conflicting_event");
                assertThat(deadLetter.error())
                        .contains("event_id is 'event-1', which run 'run-1' of project 'project-1' used at "
                                + TopologyRun.NOW);
                assertThat(deadLetter.value()).isEqualTo(WireFormat.encode(TopologyRun.EVENT_SCHEMA, other));
            });
            assertThat(run.booked("project-1", EventCount.REFUSED)).isEqualTo(1);
        }
    }

    /** Two prompts of one length that have the same CRC-32C; anybody can make such a pair. */
    @Test
    void shouldTellEventsApartWhoseChecksumsAreAlike() {
        try (var run = remembering(TopologyRun.LIMITS)) {
            var first = Samples.event(
                    Samples.promptCall().setPrompt("prompt-1441e896").build());
            var second = Samples.event(
                    Samples.promptCall().setPrompt("prompt-fca1a963").build());
            assertThat(checksum(first)).isEqualTo(checksum(second));

            run.send(first).send(second);

            assertThat(run.deadLetters())
                    .singleElement()
                    .matches(deadLetter -> deadLetter.reason().equals("conflicting_event"));
        }
    }

    /** What a rule took out says nothing about who wrote the event, and with which version of the schema. */
    @Test
    void shouldKnowAnEventAgainThatWasWrittenWithAnotherSchemaAndRedacted() {
        var stages = new ProcessorSettings.Stages(
                TopologyRun.LIMITS,
                TopologyRun.DEDUPLICATION,
                PricePreference.CLIENT,
                Rules.builtIn(),
                TopologyRun.ALERTS);
        try (var run = new TopologyRun(stages)) {
            int olderId = 8;
            var older = withoutSession();
            run.register(olderId, older);
            var event = Event.newBuilder(Samples.event(Samples.promptCall()
                            .setPrompt("for john.doe@example.com")
                            .build()))
                    .setSessionId(null)
                    .build();
            var other = Event.newBuilder(Samples.event(Samples.promptCall()
                            .setPrompt("for jane.doe@example.com")
                            .build()))
                    .setSessionId(null)
                    .build();
            var key = EventKey.of(event).getBytes(UTF_8);

            run.send(event)
                    .send(key, Bytes.written(event, older, olderId))
                    .send(key, Bytes.written(other, older, olderId));

            assertThat(run.events()).hasSize(1);
            assertThat(run.booked("project-1", EventCount.DUPLICATE)).isEqualTo(1);
            assertThat(run.deadLetters())
                    .as("another event, though its row would be the same")
                    .singleElement()
                    .matches(deadLetter -> deadLetter.reason().equals("conflicting_event"));
        }
    }

    private static long checksum(Event event) {
        var bytes = WireFormat.encode(TopologyRun.EVENT_SCHEMA, event);
        var crc = new CRC32C();
        crc.update(bytes, WireFormat.PAYLOAD_OFFSET, bytes.length - WireFormat.PAYLOAD_OFFSET);
        return crc.getValue() << 32 | bytes.length;
    }

    @Test
    void shouldTakeTheSameIdOfAnotherProjectForAnotherEvent() {
        try (var run = remembering(TopologyRun.LIMITS)) {
            var event = Samples.event(Samples.toolCall());

            run.send(event).send(Event.newBuilder(event).setProjectId("other").build());

            assertThat(run.events()).extracting(EventRow::getProjectId).containsExactly("project-1", "other");
        }
    }

    /** Agents number their steps anew in each run. */
    @Test
    void shouldTakeTheSameIdOfAnotherRunForAnotherEvent() {
        try (var run = remembering(TopologyRun.LIMITS)) {
            var event = Event.newBuilder(Samples.event(Samples.toolCall())).setEventId("step-1");
            var runs =
                    IntStream.range(0, 12).mapToObj(number -> "run-" + number).toList();

            runs.forEach(id -> run.send(event.setRunId(id).build()));
            runs.forEach(id -> run.send(event.setRunId(id).build()));

            assertThat(run.events()).extracting(EventRow::getRunId).containsExactlyElementsOf(runs);
            assertThat(run.deadLetters()).isEmpty();
            assertThat(run.booked("project-1", EventCount.DUPLICATE)).isEqualTo(12);
        }
    }

    @Test
    void shouldTakeAnEventForNewWhenItsWindowIsOver() {
        try (var run = remembering(TopologyRun.LIMITS)) {
            var event = Samples.event(Samples.toolCall());
            var window = TopologyRun.DEDUPLICATION.window();

            run.at(TopologyRun.NOW.minus(window).minusMillis(1)).send(event);
            run.at(TopologyRun.NOW.minusMillis(1)).send(event);
            assertThat(run.events()).hasSize(1);
            run.at(TopologyRun.NOW).send(event);
            assertThat(run.events()).hasSize(1);
        }
    }

    /** A session that is resumed sends its history again. */
    @Test
    void shouldFlagWhatComesBackWhenItsWindowIsOver() {
        try (var run = remembering(TopologyRun.LIMITS)) {
            var sent = TopologyRun.NOW.minus(Duration.ofMinutes(77));
            var event = Event.newBuilder(Samples.event(Samples.toolCall()))
                    .setTimestamp(sent)
                    .build();

            run.at(sent.plusMillis(1)).send(event);
            run.at(TopologyRun.NOW).send(event);

            assertThat(run.events()).extracting(EventRow::getFlags).containsExactly(List.of(), List.of("arrived_late"));
        }
    }

    /** Its clock goes wrong by a day, and nobody else's event is forgotten for it. */
    @Test
    void shouldCountTheWindowByArrivalAndNotByTheClocksOfTheEvents() {
        try (var run = remembering(TopologyRun.LIMITS)) {
            var event = Samples.event(Samples.toolCall());
            var ahead = Event.newBuilder(event)
                    .setEventId("ahead")
                    .setTimestamp(TopologyRun.NOW.plus(Duration.ofHours(23)))
                    .build();

            run.send(event).send(ahead).send(event);

            assertThat(run.events()).extracting(EventRow::getEventId).containsExactly("event-1", "ahead");
        }
    }

    @Test
    void shouldLetAnEventComeAgainMendedWhenItWasRefused() {
        var limits = new Limits(TopologyRun.LIMITS.ahead(), TopologyRun.LIMITS.retention(), Long.MAX_VALUE);
        try (var run = remembering(limits)) {
            var huge = Samples.event(
                    Samples.promptCall().setPrompt("x".repeat(9 << 20)).build());
            var mended = Samples.event(Samples.promptCall().setPrompt("x").build());

            run.send(huge).send(huge).send(mended);

            assertThat(run.deadLetters())
                    .hasSize(2)
                    .allMatch(deadLetter -> deadLetter.reason().equals("record_too_large"));
            assertThat(run.events()).singleElement().matches(row -> "x".equals(row.getPrompt()));
        }
    }

    /** A producer of another version writes the same event in other bytes. */
    @Test
    void shouldKnowAnEventAgainThatWasWrittenWithAnotherSchema() {
        try (var run = remembering(TopologyRun.LIMITS)) {
            int olderId = 8;
            var older = withoutSession();
            run.register(olderId, older);
            var event = Event.newBuilder(Samples.event(Samples.toolCall()))
                    .setSessionId(null)
                    .build();

            run.send(event).send(EventKey.of(event).getBytes(UTF_8), Bytes.written(event, older, olderId));

            assertThat(run.events()).hasSize(1);
            assertThat(run.deadLetters()).isEmpty();
            assertThat(run.booked("project-1", EventCount.DUPLICATE)).isEqualTo(1);
        }
    }

    private static TopologyRun remembering(Limits limits) {
        return new TopologyRun(new ProcessorSettings.Stages(
                limits, TopologyRun.DEDUPLICATION, PricePreference.CLIENT, PrivacyRules.NONE, TopologyRun.ALERTS));
    }

    private static Schema withoutSession() {
        var current = Event.getClassSchema();
        var fields = current.getFields().stream()
                .filter(field -> !field.name().equals("session_id"))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord(current.getName(), current.getDoc(), current.getNamespace(), false, fields);
    }
}
