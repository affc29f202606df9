package io.watchllm.notifier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;
import io.watchllm.events.AlertType;
import io.watchllm.notifier.core.AlertFilter;
import io.watchllm.notifier.core.DeliveryPolicy.RateLimit;
import io.watchllm.notifier.core.DeliveryPolicy.RetryPolicy;
import io.watchllm.notifier.core.Format;
import io.watchllm.notifier.core.TextTemplate;
import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.Environment;
import io.watchllm.strictfile.StrictFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsFileTest {
    private static final Path DOCS = Path.of("..", "docs", "operators");
    private static final String FULL = """
            targets:
              - name: hook
                type: webhook
                url_env: HOOK_URL
                secret_env: HOOK_SECRET
                filter:
                  projects: [shop]
                  levels: [critical]
                  types: [cost_spike, agent_loop]
                  rules: [cost]
                  states: [firing]
                template: "{alert_level}: {message}"
                rate_limit: {messages: 5, per: 30s}
                retry: {first_pause: 2s, max_pause: 1m, give_up_after: 6h}
                timeout: 3s
              - name: pager
                type: pagerduty
                secret_env: PAGER_KEY
            """;

    @Test
    void shouldReadAllThatATargetMayHave() {
        var targets = TargetsFile.parse(FULL);

        var hook = targets.getFirst();
        assertThat(hook.urlVariable()).isEqualTo("HOOK_URL");
        assertThat(hook.secretVariable()).isEqualTo("HOOK_SECRET");
        assertThat(hook.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(hook.target().format()).isEqualTo(Format.WEBHOOK);
        assertThat(hook.target().filter())
                .isEqualTo(new AlertFilter(
                        Set.of("shop"),
                        Set.of("critical"),
                        Set.of("cost_spike", "agent_loop"),
                        Set.of("cost"),
                        Set.of("firing")));
        assertThat(hook.target().template()).isEqualTo(new TextTemplate("{alert_level}: {message}"));
        assertThat(hook.target().rate()).isEqualTo(new RateLimit(5, Duration.ofSeconds(30)));
        assertThat(hook.target().retry())
                .isEqualTo(new RetryPolicy(Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofHours(6)));
        var pager = targets.getLast();
        assertThat(pager.urlVariable()).isEmpty();
        assertThat(pager.target().rate()).isEqualTo(RateLimit.DEFAULT);
        assertThat(pager.target().filter().states()).containsExactlyInAnyOrder("firing", "renotify", "resolved");
        assertThat(TargetsFile.parse("targets: []")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            levels: [critical]                    | levels: [high]         | line 8: targets[0].filter.levels has "high"; expected some of warn, critical
            types: [cost_spike, agent_loop]       | types: cost_spike      | line 9: targets[0].filter.types is "cost_spike"; expected a list of types, at least one
            type: webhook                         | type: mail             | line 3: targets[0].type is "mail"; expected one of webhook, slack, pagerduty
            name: pager                           | name: hook             | line 16: targets[1].name is that of a target before it
            name: pager                           | name: The Pager        | line 16: targets[1].name is "The Pager"; expected 1 to 40 of a-z, 0-9 and -
            secret_env: PAGER_KEY                 | url_env: X             | targets[1].secret_env is missing; expected the name of a variable that holds the secret
            timeout: 3s                           | timeout: 3             | line 15: targets[0].timeout is 3; expected time with a unit
            timeout: 3s                           | time_out: 3s           | line 15: targets[0].time_out is not known; expected one of name, type,
            per: 30s                              | per: 1ms               | line 13: targets[0].rate_limit.per is "1ms"; expected
            messages: 5                           | messages: 0            | line 13: targets[0].rate_limit.messages is 0; expected a whole number, 1 to
            "{alert_level}: {message}"            | "{level}"              | line 12: targets[0].template names the field {level} at character 1; expected one of
            url_env: HOOK_URL                     | url: http://x          | line 4: targets[0].url is not known
            type: webhook                         | allow_http: "yes"      | line 3: targets[0].allow_http is "yes"; expected true or false
            name: hook                            | name: null             | line 2: targets[0].name is null; expected 1 to 40 of
            name: hook                            | name:                  | line 2: targets[0].name is null; expected 1 to 40 of
            name: hook                            | name: ~                | line 2: targets[0].name is null; expected 1 to 40 of
            url_env: HOOK_URL                     | url_env: null          | line 4: targets[0].url_env is null; expected the name
            secret_env: PAGER_KEY                 | secret_env:            | line 18: targets[1].secret_env is null; expected the name
            "{alert_level}: {message}"            | null                   | line 12: targets[0].template is null; expected a text
            projects: [shop]                      | projects: [shop, null] | line 7: targets[0].filter.projects has null; expected projects as texts
            projects: [shop]                      | projects: [~]          | line 7: targets[0].filter.projects has null; expected projects as texts
            projects: [shop]                      | projects:              | line 7: targets[0].filter.projects is null; expected a list
            messages: 5                           | messages: 010          | line 13: targets[0].rate_limit.messages is "010"; expected a whole
            messages: 5                           | messages: "5"          | line 13: targets[0].rate_limit.messages is "5"; expected a whole
            messages: 5                           | messages: 5k           | line 13: targets[0].rate_limit.messages is "5k"; expected a whole
            messages: 5                           | messages: 5.0          | line 13: targets[0].rate_limit.messages is 5.0; expected a whole
            messages: 5                           | messages: ~            | targets[0].rate_limit.messages is null; expected a whole
            per: 30s                              | per: null              | targets[0].rate_limit.per is null;
            per: 30s                              | per: 30                | line 13: targets[0].rate_limit.per is 30;
            timeout: 3s                           | timeout: yes           | line 15: targets[0].timeout is yes;
            timeout: 3s                           | type: slack            | line 15: targets[0].type is there twice; expected each key once
            """)
    void shouldSayLineAndReason(String right, String wrong, String message) {
        assertThatThrownBy(() -> TargetsFile.parse(FULL.replace(right, wrong)))
                .isInstanceOf(StrictFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldTakeTextsAsTheyStandThere() {
        var target = TargetsFile.parse(FULL.replace("[shop]", "[007, yes, 1_000, 0x1F, 1.50]"))
                .getFirst()
                .target();

        assertThat(target.filter().projects()).containsExactlyInAnyOrder("007", "yes", "1_000", "0x1F", "1.50");
    }

    @Test
    @Timeout(60)
    void shouldRefuseAFileThatMeansBillionsOfValues() {
        var bomb = new StringBuilder("a: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var level = 1; level < 10; level++) {
            bomb.append("b%d: &a%d [%s]\n".formatted(level, level, ("*a" + (level - 1) + ",").repeat(10)));
        }

        assertThatThrownBy(() -> TargetsFile.parse(bomb.toString())).hasMessageContaining("line 2: *a0 is an alias");
    }

    @Test
    void shouldSayAllProblemsAtOnce() {
        assertThatThrownBy(() -> TargetsFile.parse("targets:\n  - name: A\n  - 7\nmore: 1\n"))
                .hasMessageContaining("line 4: more is not known")
                .hasMessageContaining("line 2: targets[0].name is \"A\"")
                .hasMessageContaining("targets[0].type is missing")
                .hasMessageContaining("line 3: targets[1] is 7");
        assertThatThrownBy(() -> TargetsFile.parse("")).hasMessage("line 1: the file is empty; expected targets: […]");
        assertThatThrownBy(() -> TargetsFile.parse("targets: ["))
                .hasMessageContaining("line 1, column 11: is not valid YAML");
        assertThatThrownBy(() -> TargetsFile.parse("targets: \u0001"))
                .hasMessageContaining("is not valid YAML (special characters");
        assertThatThrownBy(() -> TargetsFile.parse("targets: &a [*a]"))
                .hasMessage("line 1: *a is an alias; expected the value itself");
        assertThatThrownBy(() -> TargetsFile.parse("targets: " + "[".repeat(20) + "]".repeat(20)))
                .hasMessageContaining("Nesting Depth exceeded max 10");
    }

    @Property(tries = 300)
    void shouldRefuseAnyTextWithAMessage(@ForAll String text) {
        try {
            assertThat(TargetsFile.parse(text)).isEmpty();
        } catch (StrictFileException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }

    @Test
    void shouldTakeAddressesAndSecretsFromVariablesAloneAndShowNone(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("targets.yaml"), FULL);
        var variables = new HashMap<>(Map.of(
                "WATCHLLM_KAFKA_BOOTSTRAP", "k:9092",
                "WATCHLLM_SCHEMA_REGISTRY_URL", "http://r:8081",
                "WATCHLLM_NOTIFIER_TARGETS", file.toString(),
                "HOOK_URL", "https://hooks.example/T0KEN",
                "HOOK_SECRET", "s3cret",
                "PAGER_KEY", "r0uting"));

        var settings = NotifierSettings.from(new Environment(variables));

        assertThat(settings.targets().getFirst().endpoint().uri()).hasToString("https://hooks.example/T0KEN");
        assertThat(settings.targets().getLast().endpoint().uri())
                .hasToString("https://events.pagerduty.com/v2/enqueue");
        assertThat(settings.toString()).doesNotContain("T0KEN", "s3cret", "r0uting");

        variables.put("HOOK_URL", "T0KEN no url");
        assertThatThrownBy(() -> NotifierSettings.from(new Environment(variables)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "HOOK_URL: can't use (hidden) as the address of target hook: expected an http or https URL.");
        variables.put("HOOK_URL", " ");
        assertThatThrownBy(() -> NotifierSettings.from(new Environment(variables)))
                .hasMessage("HOOK_URL: must be set: it holds the address of target hook.");
        Files.writeString(file, "targets: 7");
        assertThatThrownBy(() -> NotifierSettings.from(new Environment(variables)))
                .hasMessage("WATCHLLM_NOTIFIER_TARGETS: can't use '" + file
                        + "': line 1: targets is 7; expected a list of 0 to 64 targets.");
    }

    /** Alerts hold names, costs and what a receiver knows us by. */
    @Test
    void shouldTakeHttpBeyondThisMachineOnlyWhenTold() {
        var target = """
                targets:
                  - {name: hook, type: webhook, url_env: HOOK_URL%s}
                """;
        var plain = TargetsFile.parse(target.formatted("")).getFirst();
        var told = TargetsFile.parse(target.formatted(", allow_http: true")).getFirst();

        assertThatThrownBy(() -> Endpoint.of(plain, hook("http://hooks.example/T0KEN")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "HOOK_URL: can't use (hidden) as the address of target hook: anyone on the way can read what"
                                + " http carries. Expected an https URL, or allow_http: true in the target.");
        assertThat(Endpoint.of(told, hook("http://hooks.example/T0KEN")).uri()).hasHost("hooks.example");
        for (var own : List.of("http://localhost:9/x", "http://127.0.0.1:9/x", "http://[::1]:9/x", "https://h/x")) {
            assertThat(Endpoint.of(plain, hook(own)).uri()).hasToString(own);
        }
    }

    private static Environment hook(String url) {
        return new Environment(Map.of("HOOK_URL", url));
    }

    @Test
    void shouldHaveASchemaThatSaysTheSame() throws IOException {
        var schema = new JsonMapper().readTree(Files.readString(DOCS.resolve("notifier-targets.schema.json")));
        var target = schema.at("/properties/targets/items/properties");

        assertThat(keys(target)).containsExactlyElementsOf(TargetsFile.KEYS);
        assertThat(keys(target.at("/filter/properties"))).containsExactlyElementsOf(TargetsFile.FILTER_KEYS);
        assertThat(keys(target.at("/rate_limit/properties"))).containsExactlyElementsOf(TargetsFile.RATE_KEYS);
        assertThat(keys(target.at("/retry/properties"))).containsExactlyElementsOf(TargetsFile.RETRY_KEYS);
        assertThat(texts(target.at("/type/enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(Format.values()).map(Format::word).toList());
        assertThat(texts(target.at("/filter/properties/levels/items/enum")))
                .containsExactlyElementsOf(TargetsFile.words(AlertLevel.values()));
        assertThat(texts(target.at("/filter/properties/types/items/enum")))
                .containsExactlyElementsOf(TargetsFile.words(AlertType.values()));
        assertThat(texts(target.at("/filter/properties/states/items/enum")))
                .containsExactlyElementsOf(TargetsFile.words(AlertState.values()));
        assertThat(schema.at("/properties/targets/maxItems").asInt()).isEqualTo(TargetsFile.TARGETS_MAX);
    }

    @Test
    void shouldReadTheExamplesOfThePageAndOfCompose() throws IOException {
        var page = Files.readString(DOCS.resolve("notifier.md"));
        int begin = page.indexOf("```yaml\n") + 8;

        assertThat(TargetsFile.parse(page.substring(begin, page.indexOf("```", begin))))
                .extracting(entry -> entry.target().format())
                .contains(Format.values());
        assertThat(TargetsFile.parse(Files.readString(Path.of("..", "deploy", "notifier-targets.yaml"))))
                .isEmpty();
    }

    private static List<String> keys(JsonNode properties) {
        return properties.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
