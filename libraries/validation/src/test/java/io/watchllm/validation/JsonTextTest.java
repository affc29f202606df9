package io.watchllm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @Test
    void shouldGiveOneTextForEqualValues() {
        assertThat(canonical("{ \"b\" : [1.0, 1e2, -0.50, true, null], \"a\" : {\"z\":\"\\u0041\", \"y\":{}} }"))
                .isEqualTo("{\"a\":{\"y\":{},\"z\":\"A\"},\"b\":[1,100,-0.5,true,null]}");
        assertThat(canonical("{\"a\":1,\"a\":2}")).isEqualTo("{\"a\":2}");
        assertThat(canonical("[0.0, -0, 0e5]")).isEqualTo("[0,0,0]");
    }

    @Test
    void shouldTellLongNumbersApart() {
        assertThat(JsonText.parse("[9007199254740993]").hash())
                .isNotEqualTo(JsonText.parse("[9007199254740992]").hash());
        assertThat(JsonText.parse("[0.1]").hash())
                .isNotEqualTo(JsonText.parse("[0.10000000000000001]").hash());
    }

    @Test
    void shouldStayShortWhenANumberHasAHugeExponent() {
        assertThat(canonical("[1e999999999, 1E-999999]")).isEqualTo("[1E+999999999,1E-999999]");
    }

    @Test
    void shouldKeepTheTextWhenAnExponentIsBeyondBigDecimal() {
        assertThat(canonical("{\"a\":100e2147483647}")).isEqualTo("{\"a\":100e2147483647}");
        assertThat(canonical("[1e-2147483648]")).isEqualTo("[1e-2147483648]");
        assertThat(canonical("[1e99999999999]")).isEqualTo("[1e99999999999]");
    }

    @Test
    void shouldEscapeWhatMustBeAndNothingElse() {
        assertThat(canonical("\"\\u00e9 \\/ \\\" \\\\ \\n \\u0001 \\ud83d\\ude42 \\ud83d x\""))
                .isEqualTo("\"é / \\\" \\\\ \\n \\u0001 🙂 \\ud83d x\"");
    }

    @Test
    void shouldHashWhatIsNoJsonAsItIs() {
        assertThat(canonical("{not json")).isEqualTo("{not json");
        assertThat(canonical("{} {}")).isEqualTo("{} {}");
        assertThat(canonical("[".repeat(5_000))).isEqualTo("[".repeat(5_000));
    }

    /** Recorded from sha256sum: analysts compute the same elsewhere. */
    @Test
    void shouldBeTheSha256OfTheCanonicalText() {
        assertThat(JsonText.parse("{ \"in\": 3.0 }").hash())
                .isEqualTo("8d97222f18cbbbea71c750b2c712ce1d74e74020e1d002b9bf1256acaee88db5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":}",
                "{\"a\":1}}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":\"\t\"}",
                "nil",
                "// x"
            })
    void shouldTellWhatIsNoJson(String text) {
        assertThat(JsonText.isValue(text)).isFalse();
        assertThat(JsonText.isObject(text)).isFalse();
        assertThat(JsonText.parse(text).isObject()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " {\"a\":[1,2.5e3,null,true,{\"\":\"\\ud800\"}]}\n",
                "{\"a\":1,\"a\":2}",
                "{\"n\":1e999999999999}"
            })
    void shouldTakeWhatIsAnObject(String text) {
        assertThat(JsonText.isObject(text)).isTrue();
        assertThat(JsonText.parse(text).isObject()).isTrue();
    }

    @Test
    void shouldBoundTheDepthAndNotTheLength() {
        assertThat(JsonText.isValue("[".repeat(1_000) + "]".repeat(1_000))).isTrue();
        assertThat(JsonText.isValue("[".repeat(1_001) + "]".repeat(1_001))).isFalse();
        var large = "{\"" + "n".repeat(200_000) + "\":" + "1".repeat(200_000) + "}";
        assertThat(JsonText.isObject(large)).isTrue();
        assertThat(JsonText.parse(large).isObject()).isTrue();
    }

    private static String canonical(String text) {
        return JsonText.parse(text).canonical(Set.of());
    }
}
