package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.EventCount;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.Samples;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names, keys and headers of any size and number: what is written stays within what the topics take. */
class HostileNamesTest {

    private static final int HUGE = 1_200_000;

    private final TopologyRun run = new TopologyRun();

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shouldCountAnEventWhoseProjectIsTooLongUnderAShortName() {
        run.send(event("p".repeat(HUGE)));

        assertRefusedOnce("id_too_long", "(invalid)");
    }

    @Test
    void shouldCountARecordWithAHugeKeyUnderAShortName() {
        run.send(("k".repeat(HUGE) + "|run").getBytes(UTF_8), "no event".getBytes(UTF_8));

        assertRefusedOnce("not_wire_format", "(invalid)");
    }

    @Test
    void shouldCountARecordWhoseKeyIsNoTextUnderNoName() {
        run.send(new byte[] {(byte) 0xff, 0, '|', 'r'}, "no event".getBytes(UTF_8));

        assertRefusedOnce("not_wire_format", "");
    }

    @Test
    void shouldCountAProjectThatHoldsNulUnderAShortName() {
        run.send(event("hr\0"));

        assertRefusedOnce("nul_in_id", "(invalid)");
    }

    /** A bug that makes a project for each event must not make a counter for each. */
    @Test
    void shouldCountProjectsBeyondTheBoundTogether() {
        int projects = 100;
        for (int number = 0; number < projects; number++) {
            run.send(event(number + "-" + "p".repeat(60_000)));
        }
        run.send(event("late"));
        run.send(event("0-" + "p".repeat(60_000)));

        var written = run.written();
        TopicBounds.assertTaken(written);
        long other = run.booked("(other)", EventCount.REFUSED);
        long named = run.booked("0-" + "p".repeat(60_000), EventCount.REFUSED);
        assertThat(other).as("counted together").isBetween(20L, 40L);
        assertThat(named).as("one that was there before").isEqualTo(2);
        assertThat(run.booked("late", EventCount.ROWS))
                .as("another stage counts the rows, and has room")
                .isEqualTo(1);
        var counted = written.getOrDefault("watchllm-processor-event-counts-changelog", List.of()).stream()
                .map(record -> new String(record.key(), UTF_8))
                .distinct()
                .count();
        assertThat(counted).isEqualTo(projects - other + 2);
    }

    @Test
    void shouldLeaveTheHeadersOutOfADeadLetterThatTheyMakeTooLarge() {
        var headers = new RecordHeaders();
        for (int number = 0; number < 400_000; number++) {
            headers.add("éé" + number, new byte[12]);
        }
        run.send("key".getBytes(UTF_8), "no event".getBytes(UTF_8), headers);

        assertThat(run.deadLetters()).singleElement().satisfies(deadLetter -> {
            assertThat(deadLetter.headers()).isEmpty();
            assertThat(deadLetter.error()).contains("left out here: key, headers and value");
        });
    }

    private static Event event(String project) {
        return Event.newBuilder(Samples.event(Samples.toolCall()))
                .setProjectId(project)
                .build();
    }

    private void assertRefusedOnce(String reason, String project) {
        assertThat(run.booked(project, EventCount.REFUSED)).isEqualTo(1);
        run.send(null, WireFormat.encode(TopologyRun.EVENT_SCHEMA, Samples.event(Samples.toolCall())));
        var deadLetters = run.deadLetters();
        var rows = run.events();
        TopicBounds.assertTaken(run.written());
        assertThat(deadLetters)
                .singleElement()
                .matches(deadLetter -> deadLetter.reason().equals(reason));
        assertThat(rows)
                .as("the good one behind it")
                .extracting(EventRow::getEventId)
                .containsExactly("event-1");
    }
}
