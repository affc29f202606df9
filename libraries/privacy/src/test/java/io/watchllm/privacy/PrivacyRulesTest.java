package io.watchllm.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.watchllm.strictfile.StrictFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrivacyRulesTest {

    private static final Path DOCS = Path.of("../../docs/operators");

    @Test
    void shouldReadEveryKey() {
        var rules = Rules.of(
                "{\"name\":\"mail\",\"detector\":\"email\",\"projects\":[\"p\"],\"fields\":[\"prompt\",\"user_id\"]}",
                "{\"name\":\"staff\",\"pattern\":\"EMP-\\\\d{6}\",\"except_projects\":[\"q\"],\"replacement\":\"[staff]\"}");

        var mail = rules.rules().getFirst();
        assertThat(mail.fields()).containsExactlyInAnyOrder(PrivacyField.PROMPT, PrivacyField.USER_ID);
        assertThat(mail.isFor("p")).isTrue();
        assertThat(mail.isFor("q")).isFalse();
        assertThat(mail.replacement()).isEqualTo("[redacted:mail]");
        var staff = rules.rules().getLast();
        assertThat(staff.isFor("p")).isTrue();
        assertThat(staff.isFor("q")).isFalse();
        assertThat(staff.fields()).contains(PrivacyField.TOOL_INPUT).doesNotContain(PrivacyField.USER_ID);
        assertThat(Rules.redact(rules, "EMP-123456 a@b.cc")).isEqualTo("[staff] [redacted:mail]");
    }

    @Test
    void shouldSayAllThatIsWrongWhereItIsAndWhatWouldBeRight() {
        assertRefused(
                "{\"rule\":[]}",
                "rule is not known; expected one of $schema, rules (did you mean 'rules'?)\nline 1: rules is missing; expected a list of 1 to 64 rules");
        assertRefused("{\"rules\":[]}", "rules is a list of 0; expected a list of 1 to 64 rules");
        assertRefused("{\"rules\":[{]}", "line 1, column 12: is not valid JSON (");
        assertRefused("{\"rules\":[1],\"rules\":[2]}", "rules is there twice; expected each key once");
        assertRule(
                "{\"name\":\"A b\",\"detector\":\"card\"}",
                "rules[0].name is \"A b\"; expected 1 to 40 of a-z, 0-9, _ and -");
        assertRule(
                "{\"name\":\"a\",\"detector\":\"emial\"}",
                "rules[0].detector is \"emial\"; expected one of email, card, phone, api_key, iban");
        assertRule(
                "{\"name\":\"a\",\"detector\":\"card\",\"field\":1}",
                "rules[0].field is not known; expected one of name, detector, ");
        assertRule("{\"name\":\"a\"}", "rules[0] has neither detector nor pattern; expected one of them");
        assertRule(
                "{\"name\":\"a\",\"detector\":\"card\",\"pattern\":\"x\"}", "rules[0] has both detector and pattern");
        assertRule(
                "{\"name\":\"a\",\"detector\":\"card\",\"fields\":[\"promt\"]}",
                "rules[0].fields has \"promt\"; expected some of prompt, response,");
        assertRule(
                "{\"name\":\"a\",\"detector\":\"card\",\"fields\":\"prompt\"}",
                "rules[0].fields is \"prompt\"; expected a list of names of fields");
        assertRule(
                "{\"name\":\"a\",\"detector\":\"card\",\"projects\":[\"p\",\"p\"]}",
                "rules[0].projects has \"p\" twice; expected each once");
        assertRule(
                "{\"name\":\"a\",\"detector\":\"card\",\"projects\":[\"p\"],\"except_projects\":[\"q\"]}",
                "rules[0] has both projects and except_projects");
        assertRule(
                "{\"name\":\"a\",\"detector\":\"card\",\"replacement\":\"\\\"\"}",
                "rules[0].replacement is \"\\\"\"; expected stars, or letters");
        assertThatThrownBy(() ->
                        Rules.of("{\"name\":\"a\",\"detector\":\"card\"}", "{\"name\":\"a\",\"detector\":\"iban\"}"))
                .hasMessage(
                        "line 1: rules[1].name is \"a\", as is that of a rule before it; expected a name of its own");
        assertThatThrownBy(() -> Rules.of(IntStream.range(0, 65)
                        .mapToObj("{\"name\":\"n%d\",\"detector\":\"card\"}"::formatted)
                        .toArray(String[]::new)))
                .hasMessageContaining("rules is a list of 65");
    }

    @Test
    void shouldRefuseAPatternThatCannotBeUsed() {
        assertPattern(
                "a(b", "rules[0].pattern is no regular expression of RE2: missing closing ) at character 1, `a(b`");
        assertPattern("a[z-b]", "invalid character class range at character 3, `z-b`; expected the syntax of RE2");
        assertPattern("(a)\\\\1", "invalid escape sequence at character 4, `\\1`");
        assertPattern("(?=a)b", "at character 1, `(?=`");
        assertPattern("a*", "matches the empty text; expected a pattern that takes at least one character");
        assertPattern("x".repeat(1_001), "is 1001 characters long; expected at most 1000 characters");
        assertPattern("((a{900}){900}){900}", "is far too large with all its repeats in braces multiplied");
        assertPattern("[a-z]{900}[a-z]{900}", "instructions; expected at most 1000");
        assertPattern("a{5000}", "invalid repeat count at character 2, `{5000}`");
    }

    @Test
    void shouldTakePatternsOfUsualSizeWithManyRepeats() {
        var rules = Rules.pattern("[A-Z]{2}\\d{4}(-\\d{4}){3}[\\]{}]{1,9}");

        assertThat(Rules.redact(rules, "x AB1234-5678-9012-3456}] y")).isEqualTo("x [redacted:own] y");
        assertThat(Rules.redact(Rules.pattern("\\d{4} \\d{4} \\d{4} \\d{4} \\d{4} \\d{4} \\d{4} \\d{4}"), "1"))
                .isEqualTo("1");
    }

    @Test
    void shouldHaveASchemaThatSaysTheSame() throws IOException {
        var schema = new JsonMapper().readTree(Files.readString(DOCS.resolve("privacy-rules.schema.json")));
        var rule = schema.at("/properties/rules/items/properties");

        assertThat(texts(rule.at("/detector/enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(Detector.values()).map(Detector::word).toList());
        assertThat(texts(rule.at("/fields/items/enum")))
                .containsExactlyElementsOf(Arrays.stream(PrivacyField.values())
                        .map(PrivacyField::word)
                        .toList());
        assertThat(rule.properties().stream().map(Map.Entry::getKey))
                .containsExactly("name", "detector", "pattern", "projects", "except_projects", "fields", "replacement");
        assertThat(schema.at("/properties/rules/maxItems").asInt()).isEqualTo(PrivacyRules.RULES_MAX);
    }

    @Test
    void shouldReadTheExampleOfThePage() throws IOException {
        var page = Files.readString(DOCS.resolve("privacy.md"));
        int begin = page.indexOf("```json\n") + 8;

        var rules = PrivacyRules.parse(page.substring(begin, page.indexOf("```", begin)));

        assertThat(rules.rules()).hasSizeGreaterThan(2);
        for (var detector : Detector.values()) {
            assertThat(page).contains("`" + detector.word() + "`");
        }
        for (var field : PrivacyField.values()) {
            assertThat(page).contains("`" + field.word() + "`");
        }
    }

    private static Iterable<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.toList());
    }

    private static void assertPattern(String pattern, String message) {
        assertRule("{\"name\":\"a\",\"pattern\":\"" + pattern + "\"}", message);
    }

    private static void assertRule(String rule, String message) {
        assertRefused("{\"rules\":[" + rule + "]}", message);
    }

    private static void assertRefused(String json, String message) {
        assertThatThrownBy(() -> PrivacyRules.parse(json))
                .isInstanceOf(StrictFileException.class)
                .hasMessageContaining(message);
    }
}
