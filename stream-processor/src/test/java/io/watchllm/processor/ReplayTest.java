package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.RandomEvents;
import io.watchllm.teststack.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The same topic read again, by another process and later, gives the same rows, byte for byte. */
class ReplayTest {

    private static final int RECORDS = 300;

    // Compared by nobody.
    @SuppressWarnings("ArrayRecordComponent")
    private record Sent(byte @Nullable [] key, byte @Nullable [] value) {}

    @Property(tries = 5)
    void shouldMakeTheSameRowsAgainOnAnotherDay(@ForAll long seed) {
        var topic = topic(seed);
        try (var first = new TopologyRun();
                var again = new TopologyRun(TopologyRun.LIMITS, () -> TopologyRun.NOW.plus(Duration.ofDays(120)))) {
            for (var record : topic) {
                first.send(record.key(), record.value());
                again.send(record.key(), record.value());
            }

            int rows = 0;
            for (var rowTopic : List.of(Topics.EVENT_ROWS, Topics.TOOL_CALL_ROWS, Topics.AGENT_STEP_ROWS)) {
                var made = written(first, rowTopic);
                assertThat(written(again, rowTopic)).isEqualTo(made);
                rows += made.size();
            }
            assertThat(rows).isGreaterThan(RECORDS / 2);
            var deadLetters = deadLetters(first);
            assertThat(deadLetters(again)).isEqualTo(deadLetters);
            assertThat(deadLetters).isNotEmpty();
        }
    }

    private static List<Sent> topic(long seed) {
        var corpus = new ArrayList<byte[]>();
        var topic = new ArrayList<Sent>();
        var events = new RandomEvents(seed);
        for (int number = 0; number < RECORDS; number++) {
            var event = events.next();
            var value = WireFormat.encode(TopologyRun.EVENT_SCHEMA, event);
            corpus.add(value);
            topic.add(new Sent(EventKey.of(event).getBytes(UTF_8), value));
        }
        Samples.all()
                .values()
                .forEach(event -> topic.add(new Sent(null, WireFormat.encode(TopologyRun.EVENT_SCHEMA, event))));
        // Odd, and refused, by the time at which it came.
        for (var ahead : List.of(Duration.ofHours(1), Duration.ofHours(25))) {
            var event = Samples.envelope()
                    .setPayload(Samples.toolCall())
                    .setTimestamp(TopologyRun.NOW.plus(ahead))
                    .build();
            topic.add(new Sent(null, WireFormat.encode(TopologyRun.EVENT_SCHEMA, event)));
        }
        var mutations = new Mutations(seed, corpus, TopologyRun.EVENT_SCHEMA);
        for (int number = 0; number < RECORDS; number++) {
            topic.add(number * 2 % topic.size(), new Sent(null, mutations.next()));
        }
        return topic;
    }

    /** Time, key and value of each record, in order, in hexadecimal. */
    private static List<String> written(TopologyRun run, Topic topic) {
        return run.records(topic).stream().map(ReplayTest::text).toList();
    }

    private static String text(TestRecord<byte[], byte[]> record) {
        var hex = HexFormat.of();
        return record.timestamp() + " " + hex.formatHex(record.key()) + " " + hex.formatHex(record.value());
    }

    /** A dead letter says when it was written, which is another day; all else is the same. */
    private static List<String> deadLetters(TopologyRun run) {
        return run.deadLetters().stream()
                .map(deadLetter -> deadLetter.origin().id() + " " + deadLetter.reason() + " " + deadLetter.error())
                .toList();
    }
}
