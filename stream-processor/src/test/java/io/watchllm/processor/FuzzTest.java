package io.watchllm.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import io.watchllm.events.HallucinationDetected;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.RandomEvents;
import io.watchllm.teststack.Samples;
import io.watchllm.validation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come, the stream goes on: each record becomes exactly its rows, or exactly one dead letter with a true
 * reason. {@code -Dfuzz.seed} repeats a run, {@code -Dfuzz.records} makes it longer.
 */
class FuzzTest {

    private static final long SEED = Long.getLong("fuzz.seed", new Random().nextLong());
    private static final int RECORDS = Integer.getInteger("fuzz.records", 100_000);
    private static final int GOOD_EVERY = 10;
    private static final int OTHER_TYPE = 21;
    private static final int WIDE_COST = 22;

    /** What no mutation of small records can come to, and what the checks must never let come to. */
    private static final List<Reason> NEVER =
            List.of(Reason.RECORD_TOO_LARGE, Reason.NOT_MAPPABLE, Reason.CONFLICTING_EVENT);

    private static final String ACCEPTED = "accepted";

    @Test
    void shouldNeverStopAndLoseNothingWhateverComes() {
        var outcomes = new HashMap<String, Integer>();
        var corpus = corpus();
        var seeds = new ArrayList<>(corpus);
        seeds.addAll(faulty());
        var mutations = new Mutations(SEED, seeds, TopologyRun.EVENT_SCHEMA, OTHER_TYPE, WIDE_COST);
        try (var evaluated = new Evaluated()) {
            evaluated.register(
                    OTHER_TYPE,
                    new Schema.Parser()
                            .parse(
                                    "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}"));
            evaluated.register(
                    WIDE_COST,
                    new Schema.Parser()
                            .parse(Event.getClassSchema().toString().replace("\"precision\":18", "\"precision\":28")));
            for (int number = 0; number < RECORDS; number++) {
                var record = mutations.next();
                outcomes.merge(send(evaluated, number, record), 1, Integer::sum);
                if (number % GOOD_EVERY == 0) {
                    assertThat(send(evaluated, number, corpus.get(number % corpus.size())))
                            .as("a good record")
                            .isEqualTo(ACCEPTED);
                }
            }
        }

        var seen = outcomes.keySet();
        var possible = Arrays.stream(Reason.values())
                .filter(reason -> !NEVER.contains(reason))
                .map(Reason::word)
                .collect(Collectors.toSet());
        possible.add(ACCEPTED);
        // The run is as hard as it claims to be: it found every reason there is.
        assertThat(seen).as("seed %d: %s", SEED, outcomes).isEqualTo(possible);
        assertThat(outcomes.getOrDefault(ACCEPTED, 0))
                .as("seed %d: accepted of %s", SEED, outcomes)
                .isGreaterThan(RECORDS / 50);
    }

    private static String send(Evaluated evaluated, int number, byte @Nullable [] record) {
        try {
            var reason = evaluated.send(record);
            return reason == null ? ACCEPTED : reason;
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(
                    "seed %d, record %d: %s"
                            .formatted(
                                    SEED,
                                    number,
                                    record == null ? "null" : HexFormat.of().formatHex(record)),
                    failure);
        }
    }

    private static List<byte[]> corpus() {
        var corpus = new ArrayList<byte[]>();
        for (Map.Entry<String, Event> sample : Samples.all().entrySet()) {
            corpus.add(bytes(sample.getValue()));
        }
        var random = new Random(SEED);
        for (int count = 0; count < 400; count++) {
            corpus.add(bytes(new RandomEvents(random.nextLong()).next()));
        }
        return corpus;
    }

    /** One for each fault that chance would seldom make. */
    private static List<byte[]> faulty() {
        var good = Samples.toolCall();
        return Stream.of(
                        Samples.envelope().setUserId("u".repeat(1_025)).setPayload(good),
                        Samples.envelope().setRunId("run\0").setPayload(good),
                        Samples.envelope().setEventId("").setPayload(good),
                        Samples.envelope().setError(null).setPayload(new ErrorEvent("stack")),
                        Samples.envelope().setTimestamp(Instant.EPOCH).setPayload(good),
                        Samples.envelope()
                                .setTimestamp(TopologyRun.NOW.plus(Duration.ofDays(2)))
                                .setPayload(good),
                        Samples.envelope()
                                .setPayload(
                                        Samples.promptCall().setTokensInput(-1).build()),
                        Samples.envelope()
                                .setPayload(new HallucinationDetected(null, Double.NaN, null, null, List.of())))
                .map(event -> bytes(event.build()))
                .toList();
    }

    private static byte[] bytes(Event event) {
        return WireFormat.encode(TopologyRun.EVENT_SCHEMA, event);
    }
}
