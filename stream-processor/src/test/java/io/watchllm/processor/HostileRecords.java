package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.RandomEvents;
import io.watchllm.teststack.Samples;
import io.watchllm.teststack.SchemaBomb;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Records as the worst of all producers makes them: of few projects and runs, so that rules of alerts have something to
 * count, with names, ids, keys and headers of any size and kind, repeats, other events under ids that were used, older
 * schemas, and broken bytes.
 */
final class HostileRecords {

    /** Is in free text, keys and headers, and never in an id or a name. */
    static final String MAIL = "secret.person@example.com";

    private static final int HUGE = 3_000_000;
    private static final int LARGE = 1_200_000;
    private static final int[] SIZES = {65, 1_023, 1_025, 4_097, 70_000};
    private static final List<String> ALPHABETS =
            List.of("x", "é", "漢", "🙂", "a/", "|", "\u202e", "x\0", " ", MAIL + " ", "4111 1111 1111 1111,");
    /** Texts that privacy rules look into. */
    private static final Set<String> FREE = Set.of(
            "prompt",
            "response",
            "context",
            "input",
            "output",
            "input_data",
            "output_data",
            "reasoning",
            "message",
            "stack",
            "tags",
            "recommendations",
            "flagged_content",
            "ground_truth");

    private final Random random;
    private final Mutations mutations;
    private final int olderSchema;
    private final Schema older;
    private final List<Event> sent = new ArrayList<>();
    private int number;

    /**
     * A record to send.
     *
     * @param broken whether its bytes were changed at random
     */
    // Compared by nobody.
    @SuppressWarnings("ArrayRecordComponent")
    record Hostile(byte @Nullable [] key, byte @Nullable [] value, Headers headers, boolean broken) {}

    /**
     * Records by chance.
     *
     * @param older an older version of the schema of events, and its id
     * @param otherSchemas ids of schemas that broken records name
     */
    HostileRecords(long seed, Schema older, int olderSchema, int... otherSchemas) {
        random = new Random(seed);
        this.older = older;
        this.olderSchema = olderSchema;
        var corpus = new ArrayList<byte[]>();
        while (corpus.size() < 200) {
            corpus.add(bytes(event()));
        }
        mutations = new Mutations(seed, corpus, otherSchemas);
    }

    /** What must not be left to chance. */
    List<Hostile> first() {
        var call = Samples.promptCall();
        var first = new ArrayList<Hostile>();
        first.add(of(envelope().setPayload(call.setModel("m".repeat(HUGE)).build())));
        first.add(of(envelope().setPayload(call.setModel("a/".repeat(HUGE / 2)).build())));
        first.add(of(envelope()
                .setPayload(
                        call.setModel("gpt-4o").setProvider("p".repeat(LARGE)).build())));
        first.add(of(envelope().setUserId("u".repeat(LARGE)).setPayload(Samples.toolCall())));
        first.add(of(envelope().setProjectId("p".repeat(LARGE)).setPayload(Samples.toolCall())));
        first.add(of(envelope().setProjectId("p\0").setPayload(Samples.toolCall())));
        first.add(of(envelope().setRunId("r".repeat(LARGE)).setPayload(Samples.toolCall())));
        first.add(of(envelope().setTags(List.of("t".repeat(LARGE))).setPayload(Samples.agentStep())));
        first.add(new Hostile(("k".repeat(LARGE) + "|r").getBytes(UTF_8), new byte[] {1}, new RecordHeaders(), true));
        first.add(new Hostile((MAIL + "|r").getBytes(UTF_8), new byte[3_900_000], new RecordHeaders(), true));
        first.add(new Hostile(null, null, manyHeaders(100_000), true));
        first.add(bomb(SchemaBomb.NESTED));
        first.add(bomb(SchemaBomb.ITEMS));
        return first;
    }

    private Hostile bomb(SchemaBomb bomb) {
        return new Hostile(
                key("any|run"),
                bomb.record(envelope().setPayload(Samples.toolCall()).build()),
                headers(),
                true);
    }

    /** Another one. */
    Hostile next() {
        int kind = random.nextInt(20);
        if (kind < 4) {
            return new Hostile(key("any|run"), mutations.next(), headers(), true);
        }
        if (kind < 6 && !sent.isEmpty()) {
            return of(random.nextBoolean() ? again() : other());
        }
        var event = event();
        if (kind < 12) {
            stretch(event);
        }
        sent.add(event);
        return of(event);
    }

    private Event again() {
        return sent.get(random.nextInt(sent.size()));
    }

    /** Another event under an id that was used. */
    private Event other() {
        return Event.newBuilder(again()).setEnv("other-" + number++).build();
    }

    private Event event() {
        var project = "project-" + random.nextInt(4);
        var event = Event.newBuilder(new RandomEvents(random.nextLong()).next())
                .setEventId("event-" + number++)
                .setProjectId(project)
                .setRunId(project + "-run-" + random.nextInt(10))
                .setTimestamp(TopologyRun.NOW.minus(Duration.ofSeconds(random.nextInt(200))));
        if (event.getPayload() instanceof PromptCall call) {
            var cost = BigDecimal.valueOf(random.nextInt(9_000), 3).setScale(9);
            event.setPayload(PromptCall.newBuilder(call)
                    .setModel("model-" + random.nextInt(3))
                    .setCostEstimateUsd(random.nextBoolean() ? null : cost)
                    .setLatencyMs(random.nextInt(2_000))
                    .build());
        }
        return event.build();
    }

    private Event.Builder envelope() {
        return Samples.envelope().setEventId("event-" + number++).setTimestamp(TopologyRun.NOW);
    }

    /** Puts something odd in the place of some texts. */
    private void stretch(Event event) {
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            stretch((IndexedRecord) event);
        }
    }

    private void stretch(IndexedRecord record) {
        var fields = record.getSchema().getFields();
        var field = fields.get(random.nextInt(fields.size()));
        switch (record.get(field.pos())) {
            case String _ -> record.put(field.pos(), odd(field.name()));
            case IndexedRecord inner -> stretch(inner);
            case List<?> items
            when !items.isEmpty() && items.getFirst() instanceof String ->
                record.put(field.pos(), new ArrayList<>(List.of(odd(field.name()), odd(field.name()))));
            case List<?> items
            when !items.isEmpty() && items.getFirst() instanceof IndexedRecord inner -> stretch(inner);
            case null, default -> {
                // No text; another draw may find one.
            }
        }
    }

    private String odd(String field) {
        var piece = ALPHABETS.get(random.nextInt(ALPHABETS.size()));
        int size = SIZES[random.nextInt(SIZES.length)];
        var text = piece.repeat(1 + random.nextInt(3) * size / piece.length());
        return piece.startsWith(MAIL) && !FREE.contains(field) ? "name-" + number++ : text;
    }

    private Hostile of(Event.Builder event) {
        return of(event.build());
    }

    private Hostile of(Event event) {
        boolean withOlder = random.nextInt(5) == 0 && event.getSessionId() == null;
        var value = withOlder ? Bytes.written(event, older, olderSchema) : bytes(event);
        return new Hostile(key(EventKey.of(event)), value, headers(), false);
    }

    private byte @Nullable [] key(String right) {
        return switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> new byte[] {(byte) 0xff, 0, '|'};
            case 2 -> (MAIL + "|run").getBytes(UTF_8);
            case 3 -> ("project-" + random.nextInt() + "|x").getBytes(UTF_8);
            default -> right.getBytes(UTF_8);
        };
    }

    private Headers headers() {
        return switch (random.nextInt(40)) {
            case 0 -> new RecordHeaders().add("é" + MAIL, MAIL.getBytes(UTF_8)).add("none", null);
            case 1 -> new RecordHeaders().add("large", new byte[200_000]);
            case 2 -> manyHeaders(500);
            default -> new RecordHeaders();
        };
    }

    private static Headers manyHeaders(int count) {
        var headers = new RecordHeaders();
        for (int header = 0; header < count; header++) {
            headers.add("漢" + header, new byte[] {1, 2, 3});
        }
        return headers;
    }

    private static byte[] bytes(Event event) {
        return WireFormat.encode(TopologyRun.EVENT_SCHEMA, event);
    }
}
