package io.watchllm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    private enum Mode {
        FAST,
        SAFE
    }

    private static final Setting<Integer> ROWS = Setting.integer("WATCHLLM_ROWS", 1, 100, 10, "Rows.");
    private static final Setting<Duration> AGE = Setting.duration("WATCHLLM_AGE", "1ms", "1h", "5s", "Age.");
    private static final Setting<Long> SIZE = Setting.bytes("WATCHLLM_SIZE", "1B", "1GiB", "16MiB", "Size.");
    private static final Setting<Mode> MODE = Setting.choice("WATCHLLM_MODE", Mode.class, Mode.SAFE, "Mode.");
    private static final Setting<String> NAME = Setting.text("WATCHLLM_NAME", null, "The name of it.");
    private static final Setting<Secret> PASSWORD = Setting.secret("WATCHLLM_PASSWORD", "Password.");
    private static final Setting<Double> SHARE = Setting.share("WATCHLLM_SHARE", 0, 1, "0.5", "Share.");
    private static final Setting<Boolean> ON = Setting.flag("WATCHLLM_ON", false, "On.");
    private static final Setting<List<Mode>> MODES = Setting.list(
            "WATCHLLM_MODES", "fast, safe", "fast,safe", "Modes.", text -> Setting.constant(Mode.class, text));

    @Test
    void shouldGiveDefaultsWhenNothingIsSet() {
        var environment = new Environment(Map.of("WATCHLLM_AGE", "  "));

        assertThat(environment.value(ROWS)).isEqualTo(10);
        assertThat(environment.value(AGE)).isEqualTo(Duration.ofSeconds(5));
        assertThat(environment.value(SIZE)).isEqualTo(16L << 20);
        assertThat(environment.value(MODE)).isEqualTo(Mode.SAFE);
        assertThat(environment.value(SHARE)).isEqualTo(0.5);
        assertThat(environment.value(ON)).isFalse();
        assertThat(environment.value(MODES)).containsExactly(Mode.FAST, Mode.SAFE);
        assertThat(environment.value(PASSWORD)).isEqualTo(Secret.EMPTY);
        assertThat(environment.value(NAME.optional())).isEqualTo(Optional.empty());
    }

    @Test
    void shouldKeepWhiteSpaceInASecretAndNowhereElse() {
        var environment = new Environment(Map.of("WATCHLLM_PASSWORD", " hu sh\t", "WATCHLLM_NAME", " a name\t"));

        assertThat(environment.value(PASSWORD)).isEqualTo(new Secret(" hu sh\t"));
        assertThat(environment.value(NAME)).isEqualTo("a name");
        assertThat(new Environment(Map.of("WATCHLLM_PASSWORD", "  ")).value(PASSWORD))
                .as("as Compose leaves what is not set")
                .isEqualTo(Secret.EMPTY);
    }

    @Test
    void shouldReadEachKindWhenSet() {
        var environment = new Environment(Map.of(
                "WATCHLLM_ROWS", "100",
                "WATCHLLM_AGE", "250ms",
                "WATCHLLM_SIZE", "64 KiB",
                "WATCHLLM_MODE", "fast",
                "WATCHLLM_NAME", " a name ",
                "WATCHLLM_PASSWORD", "hush",
                "WATCHLLM_SHARE", "0.25",
                "WATCHLLM_ON", "true",
                "WATCHLLM_MODES", "safe"));

        assertThat(environment.value(ROWS)).isEqualTo(100);
        assertThat(environment.value(AGE)).isEqualTo(Duration.ofMillis(250));
        assertThat(environment.value(SIZE)).isEqualTo(65_536);
        assertThat(environment.value(MODE)).isEqualTo(Mode.FAST);
        assertThat(environment.value(NAME)).isEqualTo("a name");
        assertThat(environment.value(PASSWORD).reveal()).isEqualTo("hush");
        assertThat(environment.value(PASSWORD)).hasToString("(hidden)");
        assertThat(environment.value(SHARE)).isEqualTo(0.25);
        assertThat(environment.value(ON)).isTrue();
        assertThat(environment.value(MODES)).containsExactly(Mode.SAFE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            WATCHLLM_ROWS  | 101   | WATCHLLM_ROWS: can't use '101': expected whole number, 1 to 100.
            WATCHLLM_ROWS  | ten   | WATCHLLM_ROWS: can't use 'ten': expected whole number, 1 to 100.
            WATCHLLM_AGE   | 5     | WATCHLLM_AGE: can't use '5': expected time with a unit (ms, s, m, h, d), 1ms to 1h.
            WATCHLLM_AGE   | 2h    | WATCHLLM_AGE: can't use '2h': expected time with a unit (ms, s, m, h, d), 1ms to 1h.
            WATCHLLM_SIZE  | 2GiB  | WATCHLLM_SIZE: can't use '2GiB': expected bytes with a unit (B, KiB, MiB, GiB), 1B to 1GiB.
            WATCHLLM_MODE  | Fast  | WATCHLLM_MODE: can't use 'Fast': expected one of fast, safe.
            WATCHLLM_SHARE | 1.5   | WATCHLLM_SHARE: can't use '1.5': expected decimal number, 0.0 to 1.0.
            WATCHLLM_ON    | yes   | WATCHLLM_ON: can't use 'yes': expected true or false.
            WATCHLLM_MODES | fast, | WATCHLLM_MODES: can't use 'fast,': expected fast, safe, with one comma between two of them.
            """)
    void shouldSayWhatWouldBeRightWhenAValueIsWrong(String name, String text, String message) {
        var environment = new Environment(Map.of(name, text));
        var setting = List.of(ROWS, AGE, SIZE, MODE, SHARE, ON, MODES).stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> environment.value(setting))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void shouldNameTheVariableWhenItMustBeSet() {
        assertThatThrownBy(() -> new Environment(Map.of()).value(NAME))
                .hasMessage("WATCHLLM_NAME: must be set. The name of it. Expected text.");
    }

    @Test
    void shouldNotShowASecretWhenItIsWrong() {
        var pin = new Setting<Secret>("WATCHLLM_PIN", "digits", null, "Pin.", true, text -> {
            throw new IllegalArgumentException("expected digits");
        });

        assertThatThrownBy(() -> new Environment(Map.of("WATCHLLM_PIN", "hush")).value(pin))
                .hasMessage("WATCHLLM_PIN: can't use (hidden): expected digits.");
    }

    @Test
    void shouldNotShowTheUrlWhenItCarriesAPassword() {
        var url = Setting.url("WATCHLLM_URL", null, "Url.");

        for (var text : List.of("http://user:hush@host:8081", "http://user:hu sh@host", "http://user:hush@my_host")) {
            assertThatThrownBy(() -> new Environment(Map.of("WATCHLLM_URL", text)).value(url))
                    .hasMessage(
                            "WATCHLLM_URL: can't use (hidden): a URL must not carry user or password (no @ in it); use the …_USER and …_PASSWORD variables or the Kafka properties file.");
        }
    }

    @Test
    void shouldShowNamesOnlyAsText() {
        assertThat(new Environment(Map.of("WATCHLLM_PASSWORD", "hush", "A", "b")))
                .hasToString("Environment[A, WATCHLLM_PASSWORD]");
    }
}
