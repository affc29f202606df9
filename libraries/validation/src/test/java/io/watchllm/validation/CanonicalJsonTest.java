package io.watchllm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    @Test
    void shouldGiveOneTextForEqualValues() {
        assertThat(CanonicalJson.canonical(
                        "{ \"b\" : [1.0, 1e2, -0.50, true, null], \"a\" : {\"z\":\"\\u0041\", \"y\":{}} }"))
                .isEqualTo("{\"a\":{\"y\":{},\"z\":\"A\"},\"b\":[1,100,-0.5,true,null]}");
        assertThat(CanonicalJson.canonical("{\"a\":1,\"a\":2}")).isEqualTo("{\"a\":2}");
        assertThat(CanonicalJson.canonical("[0.0, -0, 0e5]")).isEqualTo("[0,0,0]");
    }

    @Test
    void shouldTellLongNumbersApart() {
        assertThat(CanonicalJson.hash("[9007199254740993]")).isNotEqualTo(CanonicalJson.hash("[9007199254740992]"));
        assertThat(CanonicalJson.hash("[0.1]")).isNotEqualTo(CanonicalJson.hash("[0.10000000000000001]"));
    }

    @Test
    void shouldStayShortWhenANumberHasAHugeExponent() {
        assertThat(CanonicalJson.canonical("[1e999999999, 1E-999999]")).isEqualTo("[1E+999999999,1E-999999]");
    }

    @Test
    void shouldKeepTheTextWhenAnExponentIsBeyondBigDecimal() {
        assertThat(CanonicalJson.canonical("{\"a\":100e2147483647}")).isEqualTo("{\"a\":100e2147483647}");
        assertThat(CanonicalJson.canonical("[1e-2147483648]")).isEqualTo("[1e-2147483648]");
        assertThat(CanonicalJson.canonical("[1e99999999999]")).isEqualTo("[1e99999999999]");
    }

    @Test
    void shouldEscapeWhatMustBeAndNothingElse() {
        assertThat(CanonicalJson.canonical("\"\\u00e9 \\/ \\\" \\\\ \\n \\u0001 \\ud83d\\ude42 \\ud83d x\""))
                .isEqualTo("\"é / \\\" \\\\ \\n \\u0001 🙂 \\ud83d x\"");
    }

    @Test
    void shouldHashWhatIsNoJsonAsItIs() {
        assertThat(CanonicalJson.canonical("{not json")).isEqualTo("{not json");
        assertThat(CanonicalJson.canonical("{} {}")).isEqualTo("{} {}");
        assertThat(CanonicalJson.canonical("[".repeat(5_000))).isEqualTo("[".repeat(5_000));
    }

    /** Recorded from sha256sum: analysts compute the same elsewhere. */
    @Test
    void shouldBeTheSha256OfTheCanonicalText() {
        assertThat(CanonicalJson.hash("{ \"in\": 3.0 }"))
                .isEqualTo("8d97222f18cbbbea71c750b2c712ce1d74e74020e1d002b9bf1256acaee88db5");
    }
}
