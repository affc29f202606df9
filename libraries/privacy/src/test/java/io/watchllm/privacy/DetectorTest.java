package io.watchllm.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each detector finds and what it leaves alone, in the middle of a sentence. */
class DetectorTest {

    private static final PrivacyRules ALL = Rules.builtIn();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "john.doe@example.com",
                "a@b.cc",
                "first+tag_1@mail.example.co.uk",
                "o'brien@example.org",
                "jürgen@müller.de",
                "用户@例子.公司",
                "john%40example.com",
                "me@xn--bcher-kva.xn--p1ai"
            })
    void shouldFindAnAddress(String address) {
        assertFound("email", address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user@localhost",
                "logo@2x.png",
                "pkg@1.2.3",
                "@mention",
                "a @ b.com",
                "x@",
                "@scope/name@4.0.1",
                "f(a)@.com"
            })
    void shouldLeaveWhatIsNoAddress(String text) {
        assertLeft(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "4111 1111 1111 1111",
                "4111-1111-1111-1111",
                "4222222222222",
                "378282246310005",
                "3782 822463 10005",
                "30569309025904",
                "5555555555554444",
                "2223003122003222",
                "6011111111111117",
                "3530111333300000",
                "6304000000000000",
                "4111\u00a01111\u00a01111\u00a01111"
            })
    void shouldFindACard(String number) {
        assertFound("card", number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111112",
                "1793491200000",
                "0.4111111111111111",
                "a4111111111111111",
                "41111111111111110000",
                "4111-1111 1111-1111",
                "411111111111",
                "1234567812345670"
            })
    void shouldLeaveWhatIsNoCard(String text) {
        assertLeft(text);
    }

    @Property
    void shouldFindEachNumberWithARightCheckDigitAndNoneWithAWrongOne(@ForAll("cardBodies") String body) {
        var right = IntStream.range(0, 10)
                .mapToObj(digit -> body + digit)
                .filter(DetectorTest::passesLuhn)
                .toList();

        assertThat(right).hasSize(1);
        for (int digit = 0; digit < 10; digit++) {
            var number = body + digit;
            assertThat(Rules.redact(ALL, "pay " + number + " now"))
                    .isEqualTo(right.contains(number) ? "pay [redacted:card] now" : "pay " + number + " now");
        }
    }

    @Provide
    Arbitrary<String> cardBodies() {
        return Arbitraries.strings().numeric().ofMinLength(14).ofMaxLength(17).map(digits -> "5" + digits);
    }

    private static boolean passesLuhn(String number) {
        int sum = 0;
        for (int index = 0; index < number.length(); index++) {
            int digit = number.charAt(number.length() - 1 - index) - '0';
            sum += index % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10;
        }
        return sum % 10 == 0;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE89370400440532013000",
                "DE89 3704 0044 0532 0130 00",
                "GB82WEST12345698765432",
                "FR14 2004 1010 0505 0001 3M02 606",
                "NO9386011117947",
                "MT84MALT011000012345MTLCAST001S",
                "NL91ABNA0417164300"
            })
    void shouldFindAnAccountNumber(String number) {
        assertFound("iban", number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE88370400440532013000",
                "DE8937040044053201300",
                "XX89370400440532013000",
                "XDE89370400440532013000",
                "DE893704004405320130001"
            })
    void shouldLeaveWhatIsNoAccountNumber(String text) {
        assertLeft(text);
    }

    @Property
    void shouldFindEachAccountNumberWithRightCheckDigits(@ForAll("accounts") String account) {
        // 98 less the remainder, with DE as 1314 and two zeros behind the account.
        var rest =
                new BigInteger(account + "131400").mod(BigInteger.valueOf(97)).intValue();
        var right = "DE%02d%s".formatted(98 - rest, account);
        var wrong = "DE%02d%s".formatted((98 - rest) % 96 + 2, account);

        assertThat(Rules.redact(Rules.of("{\"name\":\"i\",\"detector\":\"iban\"}"), "to " + right + "."))
                .isEqualTo("to [redacted:i].");
        assertThat(Rules.redact(Rules.of("{\"name\":\"i\",\"detector\":\"iban\"}"), wrong))
                .isEqualTo(wrong);
    }

    @Provide
    Arbitrary<String> accounts() {
        return Arbitraries.strings().numeric().ofLength(18);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+49 30 1234567",
                "+4930123456",
                "+1 (555) 010-9999",
                "+1-212-555-0100",
                "+44 (0)20 7946 0958",
                "+33 6 12 34 56 78",
                "(212) 555-0100",
                "212-555-0100",
                "212.555.0100",
                "1-212-555-0100",
                "06 12 34 56 78",
                "06.12.34.56.78",
                "07700 900123"
            })
    void shouldFindAPhoneNumber(String number) {
        assertFound("phone", number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-05-15 15:00:00",
                "1+2345678901",
                "+100",
                "+02:00",
                "5550109999",
                "12-212-555-0100",
                "192.168.100.200",
                "112-555-0100",
                "+1 000 000 000",
                "1.234.567.890"
            })
    void shouldLeaveWhatMayBeAnyNumber(String text) {
        assertLeft(text);
    }

    // Put together here, so that nobody takes them for real ones.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-#",
                "sk-proj-#_#",
                "sk-ant-api03-#-#",
                "sk-or-v1-#",
                "AIza#12345",
                "ghp_#",
                "github_pat_#_#",
                "xoxb-123456789012-#",
                "sk_live_#",
                "rk_live_#",
                "hf_#",
                "gsk_#",
                "glpat-#"
            })
    void shouldFindAKey(String shape) {
        assertFound("api_key", shape.replace("#", "Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-learn-is-a-library-with-a-long-name",
                "risk-management-plan-2024-draft-final",
                "task_force_with_a_long_name_1234567890",
                "AKIA1234",
                "hf_hub_download",
                "a bearer of bad news in 2024",
                "sk-123"
            })
    void shouldLeaveWhatIsNoKey(String text) {
        assertLeft(text);
    }

    @Test
    void shouldFindATokenBehindTheWordBearerAndKeepTheWord() {
        assertThat(Rules.redact(ALL, "-H 'Authorization: Bearer abc.DEF-123_456~789+/=' x"))
                .isEqualTo("-H 'Authorization: Bearer [redacted:api_key]' x");
    }

    @Test
    void shouldFindAWebTokenAndAnAccessKeyOfAws() {
        assertFound("api_key", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P");
        assertFound("api_key", "AKIA" + "IOSFODNN7EXAMPLE");
        assertLeft("eyJhbGciOiJIUzI1NiJ9 is the Base64 of an object 12");
    }

    private static void assertFound(String name, String text) {
        var token = "[redacted:" + name + "]";
        assertThat(Rules.redact(ALL, text)).isEqualTo(token);
        assertThat(Rules.redact(ALL, "before " + text + " behind")).isEqualTo("before " + token + " behind");
        assertThat(Rules.redact(ALL, "(" + text + ", \"" + text + "\")."))
                .isEqualTo("(" + token + ", \"" + token + "\").");
        assertThat(Rules.redact(ALL, "x".repeat(10_000) + "\n" + text + "\n" + "é".repeat(1_000)))
                .isEqualTo("x".repeat(10_000) + "\n" + token + "\n" + "é".repeat(1_000));
    }

    private static void assertLeft(String text) {
        var sentence = "before " + text + " behind";
        assertThat(Rules.redact(ALL, sentence)).isSameAs(sentence);
    }
}
