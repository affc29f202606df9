package io.watchllm.privacy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.watchllm.events.Event;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.RandomEvents;
import io.watchllm.teststack.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class DeadLetterRedactionTest {

    private static final String CARD = "4111111111111111";
    private static final String MAIL = "john.doe@example.com";

    private final DeadLetterRedaction letters = new DeadLetterRedaction(Rules.builtIn());
    private final DeadLetterRedaction.Scope every = letters.everyRule();

    @Test
    void shouldWriteAReadableRecordAnewWithItsOwnSchema() {
        var event = Samples.envelope()
                .setUserId(MAIL)
                .setContext("{\"card\":" + CARD + "}")
                .setPayload(Samples.promptCall().setPrompt("for " + MAIL).build())
                .build();

        var redacted = letters.value(bytes(event), Event.getClassSchema(), every, new Findings());

        var read = new AvroReader<>(Event.class).read(redacted, Event.getClassSchema());
        assertThat(read.getEventId()).isEqualTo("event-1");
        assertThat(read.getUserId()).as("every field, ids of users too").isEqualTo("[redacted:email]");
        assertThat(read.getContext()).isEqualTo("{\"card\":\"[redacted:card]\"}");
        assertThat(new String(redacted, UTF_8)).contains("for [redacted:email]").doesNotContain(CARD, "john");
    }

    /** Avro would make a million objects of no byte before a rule could look at one. */
    @Test
    void shouldLeaveARecordOfASchemaBombAsItIs() {
        var bomb = Schema.createRecord("R20", null, null, false, List.of());
        for (int level = 19; level >= 0; level--) {
            bomb = Schema.createRecord(
                    "R" + level, null, null, false, List.of(new Schema.Field("a", bomb), new Schema.Field("b", bomb)));
        }
        var bytes = new byte[] {0, 0, 0, 0, 9};

        assertThat(letters.value(bytes, bomb, every, new Findings())).isSameAs(bytes);
    }

    /** Each value of it would be an object: such a record is masked byte by byte, and is found all the same. */
    @Test
    void shouldMaskARecordOfTooManyValuesToBeReadAsAWhole() throws IOException {
        var schema = Schema.createArray(Schema.create(Schema.Type.STRING));
        var texts = new ArrayList<>(Collections.nCopies(200_000, "x"));
        texts.add(MAIL);
        var bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {0, 0, 0, 0, 9});
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<Object>(schema).write(texts, encoder);
        encoder.flush();

        var redacted = letters.value(bytes.toByteArray(), schema, every, new Findings());

        assertThat(redacted).hasSize(bytes.size());
        assertThat(new String(redacted, ISO_8859_1)).doesNotContain("john").contains("****");
    }

    @Property
    void shouldLeaveWhatHoldsNothingByteForByte(@ForAll long seed) {
        var bytes = bytes(new RandomEvents(seed).next());

        assertThat(letters.value(bytes, Event.getClassSchema(), every, new Findings()))
                .isSameAs(bytes);
        assertThat(letters.value(bytes, null, every, new Findings())).isSameAs(bytes);
    }

    /** Whatever stands before it, and however long the text around it is: its length may look like a letter. */
    @Test
    void shouldMaskARecordOfAnUnknownSchemaSoThatItCanBeReadOnceTheSchemaIsKnown() {
        for (var secret : new String[] {MAIL, CARD, "DE89370400440532013000", "sk-Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8"}) {
            for (int length = 0; length < 80; length++) {
                var event = Samples.envelope()
                        .setUserId(secret)
                        .setPayload(Samples.promptCall()
                                .setPrompt(secret + " ".repeat(length))
                                .setResponse("x".repeat(length) + " " + secret)
                                .build())
                        .build();
                var bytes = bytes(event);

                var masked = letters.value(bytes, null, every, new Findings());

                assertThat(masked).hasSameSizeAs(bytes);
                assertThat(new String(masked, ISO_8859_1)).doesNotContain(secret);
                assertThatCode(() -> new AvroReader<>(Event.class).read(masked, Event.getClassSchema()))
                        .as(secret + " and " + length)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Property(tries = 300)
    void shouldMaskWhateverIsBroken(@ForAll long seed) {
        var random = new Random(seed);
        var event = Samples.event(Samples.promptCall()
                .setPrompt("a".repeat(random.nextInt(300)) + " " + MAIL + " " + CARD + " jürgen@müller.de")
                .build());
        var bytes = bytes(event);
        var broken = random.nextBoolean()
                ? Arrays.copyOf(bytes, bytes.length - 1 - random.nextInt(20))
                : Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(20));
        for (int count = random.nextInt(3); count > 0; count--) {
            broken[random.nextInt(5, 40)] = (byte) random.nextInt();
        }

        var masked = letters.value(broken, Event.getClassSchema(), every, new Findings());

        assertThat(new String(masked, UTF_8)).doesNotContain(MAIL, CARD, "müller.de");
        assertThat(letters.value(masked, Event.getClassSchema(), every, new Findings()))
                .isEqualTo(masked);
    }

    @Test
    void shouldRedactTextThatIsNoAvroAsText() {
        var json = "{\"prompt\":\"mail john\\u0040example.com\",\"n\":" + CARD + "}";

        assertThat(letters.value(json.getBytes(UTF_8), null, every, new Findings()))
                .asString(UTF_8)
                .isEqualTo("{\"prompt\":\"mail [redacted:email]\",\"n\":\"[redacted:card]\"}");
        assertThat(letters.value(("\u00ff" + MAIL).getBytes(ISO_8859_1), null, every, new Findings()))
                .asString(ISO_8859_1)
                .isEqualTo("\u00ff" + "*".repeat(MAIL.length()));
    }

    @Test
    void shouldApplyTheRulesOfTheProjectAndAllOfThemWhereItIsNotKnown() {
        var some = new DeadLetterRedaction(Rules.of(
                "{\"name\":\"a\",\"detector\":\"email\",\"projects\":[\"p1\"]}",
                "{\"name\":\"b\",\"detector\":\"card\"}"));
        var text = (MAIL + " " + CARD).getBytes(UTF_8);

        assertThat(some.bytes(text, some.scope("p1"), new Findings()))
                .asString(UTF_8)
                .isEqualTo("[redacted:a] [redacted:b]");
        assertThat(some.bytes(text, some.scope("p2"), new Findings()))
                .asString(UTF_8)
                .isEqualTo(MAIL + " [redacted:b]");
        for (var none : new String[] {null, "", "p2\0", "p".repeat(100_000)}) {
            assertThat(some.bytes(text, some.scope(none), new Findings()))
                    .asString(UTF_8)
                    .isEqualTo("[redacted:a] [redacted:b]");
        }
    }

    @Test
    void shouldKeepNoPieceOfWhatAMessageQuotes() {
        assertThat(letters.message(
                        "is text, 0xeda0802034313131, of " + MAIL + " " + "x".repeat(51) + " 4111 1111 1…",
                        every,
                        new Findings()))
                .isEqualTo("is text, 0x(hidden), of [redacted:email]…");
        assertThat(letters.message("is -5", every, new Findings())).isEqualTo("is -5");
        assertThat(letters.message("bytes 0x7b, 0x414243444546 of " + MAIL, every, new Findings()))
                .isEqualTo("bytes 0x7b, 0x(hidden) of [redacted:email]");
    }

    private static byte[] bytes(Event event) {
        return WireFormat.encode(7, event);
    }
}
