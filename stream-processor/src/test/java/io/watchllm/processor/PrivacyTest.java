package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.events.ErrorDetail;
import io.watchllm.events.Event;
import io.watchllm.events.NestedToolCall;
import io.watchllm.privacy.PrivacyRules;
import io.watchllm.privacy.Rules;
import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.Environment;
import io.watchllm.schemas.EventCount;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.Samples;
import io.watchllm.validation.Limits;
import io.watchllm.validation.Sizes;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With rules, nothing of a secret is in any byte that the processor writes. */
class PrivacyTest {

    private static final String MAIL = "john.doe@example.com";
    private static final String CARD = "4111 1111 1111 1111";
    private static final String KEY = "sk-proj-" + "Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8";
    private static final String SECRETS = "to " + MAIL + ", " + CARD + ", " + KEY + ".";
    private static final List<String> PIECES = List.of("john.doe", "example.com", "1111 1111", "Ab1Cd2Ef3");

    private final TopologyRun run = new TopologyRun(TopologyRun.LIMITS, Rules.builtIn());

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shouldWriteNothingOfASecretIntoAnyRow() {
        for (var payload : List.of(call(), Samples.toolCall(), Samples.agentStep())) {
            run.send(secretive(payload));
        }

        var events = run.events();
        assertThat(events).hasSize(3).allSatisfy(row -> {
            assertThat(row.getContext()).isEqualTo("{\"a\":\"[redacted:email]\"}");
            assertThat(row.getErrorMessage()).isEqualTo("to [redacted:email], [redacted:card], [redacted:api_key].");
            assertThat(row.getFlags()).containsExactly("arrived_late", "redacted");
        });
        assertThat(run.count("watchllm.processor.redactions", "rule", "email")).isPositive();
        assertThat(run.count("watchllm.processor.redactions", "rule", "card")).isPositive();

        run.send(secretive(call())).send(secretive(Samples.toolCall())).send(secretive(Samples.agentStep()));
        assertNothingLeaks(5 + 2);
    }

    private static Object call() {
        return Samples.promptCall()
                .setPrompt(SECRETS)
                .setResponse("[{\"content\": \"" + SECRETS + "\"}]")
                .setResponseMetadata("{\"a\":\"" + MAIL.replace("@", "\\u0040") + "\"}")
                .setToolCalls(List.of(new NestedToolCall(
                        "t", null, "{\"card\":\"" + CARD + "\"}", "{\"" + MAIL + "\":1}", null, null, error())))
                .build();
    }

    private static ErrorDetail error() {
        return new ErrorDetail(SECRETS, "type", "code", SECRETS, "{\"a\":\"" + SECRETS + "\"}");
    }

    private static Event secretive(Object payload) {
        return Samples.envelope()
                .setError(error())
                .setContext("{\"a\":\"" + MAIL + "\"}")
                .setTags(List.of(MAIL))
                .setPayload(payload)
                .build();
    }

    @Test
    void shouldMaskADeadLetterOfARecordThatIsRefused() {
        run.send(Samples.envelope()
                .setPayload(call())
                .setUserId(MAIL)
                .setTimestamp(TopologyRun.NOW.minusSeconds(1_000L * 86_400))
                .build());

        var deadLetter = run.deadLetters().getFirst();
        assertThat(deadLetter.reason()).isEqualTo("timestamp_too_old");
        assertThat(deadLetter.key()).asString(UTF_8).isEqualTo("project-1|run-1");
        assertThat(deadLetter.value()).asString(UTF_8).contains("event-1", "[redacted:email]", "[redacted:card]");

        run.send(Samples.envelope().setPayload(call()).setEventId("").build());
        assertNothingLeaks(1);
    }

    @Test
    void shouldMaskADeadLetterOfARecordThatCannotBeRead() {
        var whole = WireFormat.encode(TopologyRun.EVENT_SCHEMA, Samples.event(call()));
        var unknown = WireFormat.encode(99, Samples.event(call()));
        var notUnicode = Arrays.copyOf(whole, whole.length);
        notUnicode[new String(whole, ISO_8859_1).indexOf("to john")] = (byte) 0xff;
        var headers = new RecordHeaders().add("from", MAIL.getBytes(UTF_8)).add("none", null);
        run.send("project-1|r".getBytes(UTF_8), Arrays.copyOf(whole, whole.length - 1), headers)
                .send(null, unknown)
                .send(null, notUnicode)
                .send(null, ("{\"prompt\":\"" + SECRETS + "\"}").getBytes(UTF_8))
                .send(null, null);

        assertNothingLeaks(5);
    }

    /** Any producer may send an event under any key: the rules are those of the event's own project. */
    @Test
    void shouldMaskADeadLetterByTheRulesOfTheEventsProjectWhateverItsKeySays() {
        var hr = Rules.of("{\"name\":\"mail\",\"detector\":\"email\",\"projects\":[\"hr\",\"hr|eu\"]}");
        try (var some = new TopologyRun(TopologyRun.LIMITS, hr)) {
            var refused = Event.newBuilder(secretive(Samples.toolCall()))
                    .setTimestamp(TopologyRun.NOW.minusSeconds(1_000L * 86_400));
            var headers = new RecordHeaders().add(MAIL, MAIL.getBytes(UTF_8));
            some.send(
                            "orders|eu".getBytes(UTF_8),
                            bytes(refused.setProjectId("hr").build()),
                            headers)
                    .send(refused.setProjectId("hr|eu").build())
                    .send(
                            (MAIL + "|eu").getBytes(UTF_8),
                            bytes(refused.setProjectId("hr").build()))
                    .send(null, bytes(refused.setProjectId("").build()))
                    .send(
                            null,
                            bytes(refused.setProjectId("orders").setEventId("").build()));

            var deadLetters = some.records(Topics.DEAD_LETTERS);
            assertThat(deadLetters).hasSize(5);
            deadLetters
                    .subList(0, 4)
                    .forEach(deadLetter -> assertWithout(deadLetter, List.of("john.doe", "example.com")));
            assertThat(deadLetters.get(4).value())
                    .as("a project that no rule is for")
                    .asString(UTF_8)
                    .contains(MAIL);
        }
    }

    /** The key of a record that is no event may hold anything, and nobody knows whose it is. */
    @Test
    void shouldMaskAKeyThatIsNotOfTheIdsOfAnEventInTheDeadLetterTheCountsAndTheMetrics() {
        run.send((MAIL + "|run").getBytes(UTF_8), new byte[] {7});

        run.written().values().forEach(records -> records.forEach(PrivacyTest::assertClean));
        assertThat(run.booked("[redacted:email]", EventCount.REFUSED)).isEqualTo(1);
        assertThat(run.count("watchllm.processor.records.rejected", "project", "[redacted:email]"))
                .isEqualTo(1);
    }

    @Test
    void shouldMaskADeadLetterOfAnotherRecordType() {
        var other = new Schema.Parser().parse("""
                {"type":"record","name":"Order","fields":[{"name":"mail","type":"string"},
                 {"name":"raw","type":"bytes"},{"name":"more","type":{"type":"map","values":"string"}},
                 {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}}]}""");
        run.register(21, other);
        var order = new GenericData.Record(other);
        order.put("mail", MAIL);
        order.put("raw", ByteBuffer.wrap(MAIL.getBytes(UTF_8)));
        order.put("more", Map.of(MAIL, CARD));
        order.put("price", ByteBuffer.wrap(new byte[] {1, 2}));
        run.send(null, Bytes.generic(21, order));

        assertNothingLeaks(1);
    }

    @Test
    void shouldMaskADeadLetterOfAnEventWhoseRowsAreTooLarge() {
        // Redacted, it is larger than the topics take: then the dead letter leaves it out, and the stream goes on.
        var many = (MAIL.substring(5) + " ").repeat(260_000);
        var sizes = new Sizes(4 << 20, 4 << 20, 4 << 20, 1024, 100, 100);
        var limits = new Limits(TopologyRun.LIMITS.ahead(), TopologyRun.LIMITS.retention(), sizes);
        try (var large = new TopologyRun(limits, Rules.builtIn())) {
            large.send(Samples.event(Samples.promptCall().setPrompt("x").build()));
            large.send(Samples.envelope()
                    .setTags(Collections.nCopies(2, many))
                    .setPayload(call())
                    .build());

            var deadLetters = large.deadLetters();
            assertThat(deadLetters).singleElement().satisfies(deadLetter -> {
                assertThat(deadLetter.reason()).isEqualTo("record_too_large");
                assertThat(deadLetter.value()).isNull();
            });
            assertThat(large.events()).hasSize(1);
        }
    }

    @Test
    void shouldMakeTheSameRowsAsWithoutRulesWhenNothingIsFound() {
        for (var limits : List.of(
                TopologyRun.LIMITS, new Limits(TopologyRun.LIMITS.ahead(), TopologyRun.LIMITS.retention(), 4))) {
            try (var with = new TopologyRun(limits, Rules.builtIn());
                    var without = new TopologyRun(limits, PrivacyRules.NONE)) {
                for (var event : Samples.all().values()) {
                    with.send(event);
                    without.send(event);
                }
                for (var topic : List.of(Topics.EVENT_ROWS, Topics.TOOL_CALL_ROWS, Topics.AGENT_STEP_ROWS)) {
                    assertThat(with.records(topic).stream().map(TestRecord::value))
                            .containsExactlyElementsOf(without.records(topic).stream()
                                    .map(TestRecord::value)
                                    .toList());
                }
            }
        }
    }

    @Test
    void shouldHaveTheSameTopologyWithAndWithoutRules() {
        try (var off = new TopologyRun()) {
            assertThat(run.description().toString()).isEqualTo(off.description().toString());
        }
    }

    @Test
    void shouldNotStartWithRulesThatCannotBeUsed(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("rules.json"), "{\"rules\":[{\"name\":\"x\",\"pattern\":\"(\"}]}");
        var environment = new Environment(Map.of(
                "WATCHLLM_KAFKA_BOOTSTRAP", "nowhere:9092",
                "WATCHLLM_SCHEMA_REGISTRY_URL", "http://nowhere:8081",
                "WATCHLLM_PRIVACY_RULES", file.toString()));

        assertThatThrownBy(() -> ProcessorSettings.from(environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "WATCHLLM_PRIVACY_RULES: can't use '" + file + "': line 1: rules[0].pattern is no regular");
        Files.delete(file);
        assertThatThrownBy(() -> ProcessorSettings.from(environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("can't read '" + file + "'");
    }

    /** Looks into all bytes of all that was written since the last look. */
    private void assertNothingLeaks(int least) {
        int records = 0;
        for (var topic : ProcessorTopology.TOPICS) {
            if (!topic.equals(Topics.EVENTS)) {
                for (var record : run.records(topic)) {
                    assertClean(record);
                    records++;
                }
            }
        }
        assertThat(records).isGreaterThanOrEqualTo(least);
    }

    private static void assertClean(TestRecord<byte[], byte[]> record) {
        assertWithout(record, PIECES);
    }

    private static void assertWithout(TestRecord<byte[], byte[]> record, List<String> pieces) {
        assertWithout(record.value(), pieces);
        assertWithout(record.key(), pieces);
        record.headers().forEach(header -> {
            assertWithout(header.value(), pieces);
            assertWithout(header.key().getBytes(UTF_8), pieces);
        });
    }

    private static byte[] bytes(Event event) {
        return WireFormat.encode(TopologyRun.EVENT_SCHEMA, event);
    }

    private static void assertWithout(byte[] bytes, List<String> pieces) {
        if (bytes != null) {
            assertThat(new String(bytes, ISO_8859_1)).doesNotContain(pieces);
        }
    }
}
