package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.cli.ComposeFile.ComposeService;
import io.watchllm.teststack.ContainerImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The services of the Compose file find each other, wait for each other, and stay within bounds. */
class ComposeFileTest {
    /** A host name has no underscore: {@code dirty_decay_ms:60000} is no address. */
    private static final Pattern ADDRESS = Pattern.compile("(?<![\\w.-])([a-z0-9.-]+):(\\d{2,5})\\b");

    private static final Pattern LISTENER = Pattern.compile("://[a-z0-9.-]*:(\\d{2,5})");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "0.0.0.0");

    private static ComposeFile compose;

    @BeforeAll
    static void read() throws IOException {
        compose = ComposeFile.read();
    }

    static Stream<ComposeService> services() throws IOException {
        return ComposeFile.read().services().values().stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldNameOnlyAddressesThatAServiceListensOn(ComposeService service) {
        var texts = new ArrayList<>(service.environment().values());
        texts.addAll(service.healthTest());

        for (var address :
                texts.stream().flatMap(text -> ADDRESS.matcher(text).results()).toList()) {
            var host = LOOPBACK.contains(address.group(1)) ? service.name() : address.group(1);
            assertThat(portsOf(compose.service(host)))
                    .as(service.name() + " says " + address.group())
                    .contains(address.group(2));
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldPublishOnlyPortsThatTheServiceListensOnAndOnlyOnLoopback(ComposeService service) {
        for (var published : service.words("ports")) {
            var parts = parts(published);
            assertThat(parts).as(published).hasSize(3).startsWith("127.0.0.1");
            assertThat(portsOf(service)).as(published).contains(parts.getLast());
        }
    }

    @Test
    void shouldPublishEachPortOfTheMachineOnce() {
        var published = compose.services().values().stream()
                .flatMap(service -> service.words("ports").stream())
                .map(port -> parts(port).get(1))
                .toList();

        assertThat(published).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void shouldAdvertiseWhatKafkaListensOn() {
        var kafka = compose.service("kafka");
        var advertised = kafka.variable("KAFKA_ADVERTISED_LISTENERS");

        assertThat(listeners(kafka.variable("KAFKA_LISTENERS"))).containsAll(listeners(advertised));
        assertThat(advertised).contains("://" + compose.service("sink").variable("WATCHLLM_KAFKA_BOOTSTRAP"));
        assertThat(kafka.words("ports"))
                .as("the port that is advertised to this machine")
                .isNotEmpty()
                .allMatch(port -> advertised.contains("127.0.0.1:" + parts(port).get(1)));
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldTellWhetherItIsWellUnlessItEndsByItself(ComposeService service) {
        if (service.oneShot()) {
            assertThat(service.healthTest()).isEmpty();
        } else if (service.ours()) {
            assertThat(service.healthTest()).hasSize(2).last().asString().endsWith(" watchllm health");
            assertThat(Watchllm.commandLine().getSubcommands()).containsKey("health");
        } else {
            assertThat(service.healthTest()).hasSizeGreaterThan(1).first().isIn("CMD", "CMD-SHELL");
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldWaitForWhatItNeeds(ComposeService service) {
        var named = service.environment().values().stream()
                .flatMap(value -> ADDRESS.matcher(value).results())
                .map(address -> address.group(1))
                .filter(host -> compose.services().containsKey(host) && !host.equals(service.name()))
                .toList();

        assertThat(service.dependsOn()).containsKeys(named.toArray(String[]::new));
        service.dependsOn()
                .forEach((other, condition) -> assertThat(condition)
                        .as(service.name() + " on " + other)
                        .isEqualTo(
                                compose.service(other).oneShot()
                                        ? "service_completed_successfully"
                                        : "service_healthy"));
        if (service.ours() && !service.oneShot()) {
            assertThat(service.dependsOn()).containsKey("setup");
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldStayWithinLimitsAndComeBack(ComposeService service) {
        assertThat(service.limits()).containsOnlyKeys("cpus", "memory");
        assertThat(service.limits().get("memory")).asString().matches("\\d+[mg]");
        assertThat(service.word("restart")).isIn("unless-stopped", "no");
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldPinItsImage(ComposeService service) {
        assertThat(service.word("image")).matches("[a-z0-9/-]+:\\d+\\.\\d+(\\.\\d+)*");
        assertThat(service.has("build")).isEqualTo(service.ours());
    }

    @Test
    void shouldRunTheEnginesThatTestsRunOn() {
        assertThat(compose.service("kafka").word("image")).isEqualTo(ContainerImages.KAFKA);
        assertThat(compose.service("schema-registry").word("image")).isEqualTo(ContainerImages.SCHEMA_REGISTRY);
        assertThat(compose.service("clickhouse").word("image")).isEqualTo(ContainerImages.CLICKHOUSE);
    }

    @Test
    void shouldRunCommandsThatThereAre() {
        assertThat(compose.service("processor").words("command")).containsExactly("processor");
        assertThat(compose.service("sink").words("command")).containsExactly("sink");
        assertThat(compose.service("notifier").words("command")).containsExactly("notifier");
        var setUp = compose.service("setup").words("entrypoint").getLast();
        assertThat(setUp).isEqualTo("watchllm topics create && watchllm schema create");

        for (var command : List.of("processor", "sink", "notifier", "topics create", "schema create")) {
            var found = Watchllm.commandLine();
            for (var word : command.split(" ", -1)) {
                assertThat(found.getSubcommands()).as(command).containsKey(word);
                found = subcommand(found, word);
            }
        }
    }

    @Test
    void shouldKeepDataInVolumes() {
        var used = compose.services().values().stream()
                .flatMap(service -> service.words("volumes").stream())
                .toList();

        var sources = used.stream().map(volume -> parts(volume).getFirst()).toList();
        assertThat(sources.stream().filter(source -> !source.startsWith("./")))
                .containsExactlyInAnyOrderElementsOf(compose.volumes());
        assertThat(sources.stream().filter(source -> source.startsWith("./")))
                .as("files of the checkout")
                .isNotEmpty()
                .allSatisfy(file -> assertThat(ComposeFile.ROOT.resolve(file)).isRegularFile());
        assertThat(used)
                .contains(
                        "kafka-data:" + compose.service("kafka").variable("KAFKA_LOG_DIRS"),
                        "processor-state:" + compose.service("processor").variable("WATCHLLM_PROCESSOR_STATE_DIR"),
                        "clickhouse-data:/var/lib/clickhouse");
    }

    private static CommandLine subcommand(CommandLine parent, String word) {
        return Objects.requireNonNull(parent.getSubcommands().get(word), word);
    }

    /** Where a service listens: what its variables say, and for ClickHouse what its image does. */
    private static Set<String> portsOf(ComposeService service) {
        return switch (service.name()) {
            case "kafka" -> ports(service.variable("KAFKA_LISTENERS"));
            case "schema-registry" -> ports(service.variable("SCHEMA_REGISTRY_LISTENERS"));
            case "clickhouse" -> Set.of("8123", "9000");
            default -> Set.of(service.environment().getOrDefault("WATCHLLM_HTTP_PORT", ""));
        };
    }

    private static List<String> parts(String text) {
        return List.of(text.split(":", -1));
    }

    private static Set<String> ports(String listeners) {
        return LISTENER.matcher(listeners).results().map(port -> port.group(1)).collect(Collectors.toSet());
    }

    /** Name and port of each listener. */
    private static Set<String> listeners(String listeners) {
        return Pattern.compile("([A-Z]+)://[a-z0-9.]*:(\\d+)")
                .matcher(listeners)
                .results()
                .map((MatchResult match) -> match.group(1) + " " + match.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
