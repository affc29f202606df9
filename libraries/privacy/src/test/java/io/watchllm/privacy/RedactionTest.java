package io.watchllm.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RedactionTest {

    private static final PrivacyRules ALL = Rules.builtIn();
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CARD = "4111111111111111";

    @Test
    void shouldLookIntoTheValuesAndNamesOfJsonAndLeaveTheRestAsItWasWritten() {
        assertThat(Rules.redactJson(ALL, "{ \"a\\u00e9\" : \"x\\n\\u0061@b.cc \\u00e9\", \"j@k.de\":[1.0, null ] }"))
                .isEqualTo("{ \"a\\u00e9\" : \"x\\n[redacted:email] \\u00e9\", \"[redacted:email]\":[1.0, null ] }");
    }

    @Test
    void shouldFindWhatEscapesHide() {
        assertThat(Rules.redactJson(ALL, "{\"a\":\"john\\u0040example.com\"}"))
                .isEqualTo("{\"a\":\"[redacted:email]\"}");
        assertThat(Rules.redactJson(ALL, "{\"a\":\"4111\\u00201111\\u002d1111 1111\"}"))
                .as("other separators are no card")
                .isEqualTo("{\"a\":\"4111\\u00201111\\u002d1111 1111\"}");
        assertThat(Rules.redactJson(ALL, "{\"a\":\"\\u0034" + "1".repeat(13) + "\\u00311\"}"))
                .isEqualTo("{\"a\":\"[redacted:card]\"}");
    }

    @Test
    void shouldLookIntoJsonThatIsAStringOfJson() {
        var inner = "{\"to\":\"john\\u0040example.com\",\"card\":" + CARD + "}";
        var middle = JsonNodeFactory.instance.objectNode().put("args", inner).toString();
        var outer = JsonNodeFactory.instance.objectNode().put("call", middle).toString();

        var redacted = Rules.redactJson(ALL, outer);

        assertThat(redacted).doesNotContain("john", CARD);
        assertThatCode(() -> {
                    var args = JSON.readTree(
                            JSON.readTree(JSON.readTree(redacted).get("call").asText())
                                    .get("args")
                                    .asText());
                    assertThat(args.toString()).isEqualTo("{\"to\":\"[redacted:email]\",\"card\":\"[redacted:card]\"}");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void shouldReplaceANumberByAString() {
        assertThat(Rules.redactJson(ALL, "{\"card\":" + CARD + ",\"n\":-1.5e3}"))
                .isEqualTo("{\"card\":\"[redacted:card]\",\"n\":-1.5e3}");
        assertThat(Rules.redactJson(ALL, CARD)).isEqualTo("\"[redacted:card]\"");
        assertThat(Rules.redact(ALL, CARD)).isEqualTo("[redacted:card]");
    }

    @Test
    void shouldRedactTextThatOnlyLooksLikeJson() {
        assertThat(Rules.redact(ALL, "[INST] mail a@b.cc {")).isEqualTo("[INST] mail [redacted:email] {");
        assertThat(Rules.redact(ALL, "{\"cut\": \"mail\\na\\u0040b.cc and a@"))
                .isEqualTo("{\"cut\": \"mail\\n[redacted:email] and a@");
        assertThat(Rules.redact(ALL, "see {\\\"to\\\":\\\"x\\\\u0040y.de\\\"}"))
                .isEqualTo("see {\\\"to\\\":\\\"[redacted:email]\\\"}");
    }

    @Test
    void shouldNotCutAnEscapeInTwo() {
        // The n of the line's end could be taken for the beginning of the address.
        assertThat(Rules.redact(ALL, "[{\"a\": \"x\\nfoo@bar.com\"}")).isEqualTo("[{\"a\": \"x[redacted:email]\"}");
        assertThat(Rules.redactJson(ALL, "[{\"a\": \"x\\nfoo@bar.com\"}]"))
                .isEqualTo("[{\"a\": \"x\\n[redacted:email]\"}]");
    }

    @Property(tries = 500)
    void shouldStayAsItIsWhenRedactedAgain(@ForAll("texts") String text, @ForAll("rules") PrivacyRules rules) {
        var once = Rules.redact(rules, text);

        assertThat(Rules.redact(rules, once)).isEqualTo(once);
    }

    @Property(tries = 500)
    void shouldKeepJsonJson(@ForAll("texts") String text, @ForAll("rules") PrivacyRules rules) throws Exception {
        var inner = JSON.createArrayNode().add(text).add(411_111).toString();
        var json = JSON.createObjectNode()
                .put(text, inner)
                .put("plain", text)
                .put("card", 4_111_111_111_111_111L)
                .toString();

        var once = Rules.redactJson(rules, json);

        var tree = JSON.readTree(once);
        assertThat(tree.isObject()).isTrue();
        assertThat(JsonScan.isJson(once)).isTrue();
        assertThat(Rules.redactJson(rules, once)).isEqualTo(once);
        if (once.equals(json)) {
            assertThat(once).isSameAs(json);
        }
    }

    @Property(tries = 500)
    void shouldAgreeWithAParserOnWhatIsJson(@ForAll("pieces") String text) {
        boolean parsed;
        try (var parser = JSON.createParser(text)) {
            parsed = parser.readValueAsTree() != null && parser.nextToken() == null;
        } catch (IOException broken) {
            parsed = false;
        }

        assertThat(JsonScan.isJson(text)).isEqualTo(parsed);
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "{", "}", "[", "]", "\"a\"", "\"\\n\"", "\"\\x\"", ":", ",", "1", "-0.5e+2", "01", " ", "true",
                        "nul")
                .list()
                .ofMaxSize(7)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> texts() {
        var secrets = Arbitraries.of(
                "john@example.com",
                CARD,
                "4111 1111 1111 1111",
                "DE89370400440532013000",
                "+49 30 1234567",
                "sk-Ab1Cd2Ef3Gh4Ij5Kl6Mn7",
                "(212) 555-0100",
                "Bearer abcdefgh12345678ij",
                "[redacted:email]",
                "[redacted:own]",
                "john\\u0040example.com");
        var noise = Arbitraries.of(
                "", " ", "a", "1", "-", ".", "@", "\\", "\"", "\n", "é", "🙂", "[", "]", "{", "}", ":", "red", "\\n",
                "+", "_");
        return Combinators.combine(noise, secrets, noise)
                .as((before, secret, behind) -> before + secret + behind)
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<PrivacyRules> rules() {
        return Arbitraries.of(
                ALL,
                Rules.pattern("\\w+"),
                Rules.pattern("[a-z]"),
                Rules.pattern("^[a-z0-9]"),
                Rules.pattern("]."),
                Rules.pattern("(?s)."),
                Rules.pattern("redacted.*"),
                Rules.pattern("\\d\\b"),
                Rules.of(
                        "{\"name\":\"one\",\"pattern\":\"[0-9]{3}\",\"replacement\":\"***\"}",
                        "{\"name\":\"two\",\"detector\":\"email\",\"replacement\":\"[mail]\"}"));
    }

    @Test
    @Timeout(60)
    void shouldFinishWhateverThePattern() {
        var dull = "a".repeat(1 << 20);

        assertThat(Rules.redact(Rules.pattern("(a+)+$"), dull + "!")).hasSize((1 << 20) + 1);
        assertThat(Rules.redact(Rules.pattern("(a+)+$"), dull)).isEqualTo("[redacted:own]");
        assertThat(Rules.redact(Rules.pattern("(a|aa)+b|c"), dull)).isSameAs(dull);
        // Looks as far as the end each time, and then takes one character: the rest of the text goes at the bound.
        assertThat(Rules.redact(Rules.pattern("a.*b|a"), dull)).doesNotContain("aa");
    }

    @Test
    @Timeout(60)
    void shouldFinishWhateverTheText() {
        for (var piece : new String[] {
            "@", "a@", "sk-", "sk-a1-", "eyJ1-", "eyJ.", "+1", "4111-", "4 ", "DE89", "[", "{\"a\":", "\\", "\\u00",
            "\"", "1.", "(2"
        }) {
            var text = piece.repeat((1 << 18) / piece.length());
            assertThat(Rules.redact(ALL, Rules.redact(ALL, text))).isEqualTo(Rules.redact(ALL, text));
        }
    }
}
