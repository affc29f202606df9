package io.watchllm.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Utf8Test {

    @Property(tries = 5_000)
    void shouldAgreeWithTheDecoderOfThePlatform(@ForAll @Size(max = 24) byte[] bytes) {
        assertThat(Utf8.firstInvalid(bytes, 0, bytes.length) < 0).isEqualTo(decodes(bytes));
    }

    /** Every pair and triple of lead and following bytes at the edges, which chance would seldom find. */
    @Test
    void shouldAgreeWithTheDecoderAtEveryLeadByte() {
        int[] edges = {0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
        for (int lead = 0; lead < 256; lead++) {
            for (int second : edges) {
                for (int third : edges) {
                    for (int fourth : edges) {
                        var bytes = new byte[] {(byte) lead, (byte) second, (byte) third, (byte) fourth};
                        assertThat(Utf8.firstInvalid(bytes, 0, 4) < 0).isEqualTo(decodes(bytes));
                        assertThat(Utf8.firstInvalid(bytes, 0, 2) < 0)
                                .isEqualTo(decodes(new byte[] {(byte) lead, (byte) second}));
                    }
                }
            }
        }
    }

    @Test
    void shouldPointAtTheFirstByteThatIsWrong() {
        var bytes = "0123456789abcdefghij".getBytes(UTF_8);
        bytes[17] = (byte) 0xff;

        assertThat(Utf8.firstInvalid(bytes, 0, 20)).isEqualTo(17);
        assertThat(Utf8.firstInvalid(bytes, 0, 17)).isEqualTo(-1);
        assertThat(Utf8.firstInvalid(bytes, 18, 20)).isEqualTo(-1);
    }

    @Property
    void shouldCutAtACharacterAndNotOneCharacterTooEarly(
            @ForAll("texts") String text, @ForAll @IntRange(max = 40) int limit) {
        var cut = Utf8.cut(text, limit);

        assertThat(text).startsWith(cut);
        assertThat(Utf8.length(cut)).isEqualTo(cut.getBytes(UTF_8).length).isLessThanOrEqualTo(limit);
        if (cut.length() < text.length()) {
            var more = text.substring(0, text.offsetByCodePoints(cut.length(), 1));
            assertThat(more.getBytes(UTF_8).length).isGreaterThan(limit);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "é", "€", "🙂", "\0").list().ofMaxSize(20).map(parts -> String.join("", parts));
    }

    private static boolean decodes(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)) != null;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }
}
