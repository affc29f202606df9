package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.watchllm.cli.ComposeFile.ComposeService;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.HttpSettings;
import io.watchllm.runtime.Setting;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the Compose file tells our processes is what they read. */
class ComposeVariablesTest {
    private static ComposeFile compose;

    @BeforeAll
    static void read() throws IOException {
        compose = ComposeFile.read();
    }

    @Test
    void shouldRunEveryProcess() {
        var processes = Stream.of(ProcessVariables.values())
                .map(ComposeVariablesTest::serviceName)
                .toList();

        assertThat(compose.services().values().stream()
                        .filter(ComposeService::ours)
                        .map(ComposeService::name))
                .containsExactlyInAnyOrderElementsOf(processes);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSetOnlyVariablesThatTheProcessReads(ProcessVariables process) {
        var known = new TreeSet<>(process.settings().keySet());
        known.addAll(ProcessVariables.OF_ANY_PROCESS);

        assertThat(known).containsAll(service(process).environment().keySet());
    }

    @ParameterizedTest
    @EnumSource
    void shouldSetEveryVariableThatHasNoDefault(ProcessVariables process) {
        var required = process.settings().values().stream()
                .filter(setting -> setting.defaultText() == null)
                .map(Setting::name)
                .toList();

        assertThat(required).isNotEmpty();
        assertThat(service(process).environment()).containsKeys(required.toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSetValuesThatTheProcessTakes(ProcessVariables process) {
        var environment = new Environment(service(process).environment());

        for (var setting : process.settings().values()) {
            assertThatCode(() -> environment.value(setting)).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldFitTogetherAsSettings() {
        var processor = new Environment(compose.service("processor").environment());
        var sink = new Environment(compose.service("sink").environment());

        assertThat(ProcessorSettings.from(processor).streams().stateDirectory()).isNotNull();
        assertThat(SinkSettings.from(sink).tables()).hasSize(3);
        assertThat(HttpSettings.from(processor)).isEqualTo(HttpSettings.from(sink));
        assertThat(SinkSettings.from(sink).kafka())
                .isEqualTo(ProcessorSettings.from(processor).kafka());
    }

    @Test
    void shouldStopOnlyAfterTheTimeThatAProcessTakesToClose() {
        var processor = ProcessorSettings.from(
                new Environment(compose.service("processor").environment()));
        var sink = SinkSettings.from(new Environment(compose.service("sink").environment()));

        assertThat(grace("processor")).isGreaterThan(processor.timeouts().close());
        assertThat(grace("sink")).isGreaterThan(sink.delivery().closeTimeout());
    }

    @Test
    void shouldComeInWithTheUserThatClickHouseLetsIn() {
        var server = compose.service("clickhouse").environment();

        for (var client : Stream.of("setup", "sink").map(compose::service).toList()) {
            assertThat(client.environment())
                    .containsEntry("WATCHLLM_CLICKHOUSE_USER", server.get("CLICKHOUSE_USER"))
                    .containsEntry("WATCHLLM_CLICKHOUSE_PASSWORD", server.get("CLICKHOUSE_PASSWORD"));
        }
        assertThat(compose.text())
                .as("the password can be set from outside")
                .contains("${WATCHLLM_CLICKHOUSE_PASSWORD:-");
    }

    @Test
    void shouldNameOnlyTopicsOfTheCatalogue() {
        var topics = Topics.ALL.stream().map(topic -> topic.name()).collect(Collectors.toSet());
        var named = Pattern.compile("\\bwatchllm\\.[a-z-]+")
                .matcher(compose.text())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());

        assertThat(topics).containsAll(named);
        assertThat(compose.service("kafka").environment())
                .as("topics come from the catalogue alone")
                .containsEntry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    }

    private static Duration grace(String service) {
        return Duration.parse(
                "PT" + compose.service(service).word("stop_grace_period").toUpperCase(Locale.ROOT));
    }

    private static ComposeService service(ProcessVariables process) {
        return compose.service(serviceName(process));
    }

    private static String serviceName(ProcessVariables process) {
        return process.name().toLowerCase(Locale.ROOT);
    }
}
