package io.watchllm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.cli.send.EventSender;
import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.processor.ProcessorService;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.rows.EventRow;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.Topics;
import io.watchllm.teststack.Part;
import io.watchllm.teststack.TestStack;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands for prices, on a real broker and a real registry. */
@Timeout(300)
class PricesIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String PRICES = Topics.MODEL_PRICES.name();

    @TempDir
    private static Path folder;

    private static TestStack stack;
    private static KafkaConnection kafka;
    private static Path variables;

    @BeforeAll
    static void start() throws Exception {
        stack = TestStack.start(Part.KAFKA, Part.SCHEMA_REGISTRY);
        kafka = new KafkaConnection(KafkaSettings.from(new Environment(stack.environment())));
        kafka.setUp(Topics.ALL);
        variables = CommandRun.variables(folder, stack.environment());
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void shouldLoadAFileOnceAndThenWhatChangedInIt() throws IOException {
        var file = litellm("it-load", "1e-06", "2e-06");

        var dry = run("load", file, "--dry-run");
        assertThat(dry.out())
                .contains("new       openai/it-load standard from 0 tokens: input 1, output 2 USD a million")
                .contains("litellm-2026-07-24, would be written: 2 new, 0 changed, 0 ended, 0 unchanged")
                .contains("left out: 1 models without token prices");
        assertThat(records()).as("a dry run writes nothing").noneMatch(key -> key.contains("it-load"));

        assertThat(run("load", file).out()).contains("2 new, 0 changed, 0 ended, 0 unchanged");
        var loaded = kafka.ends(PRICES);
        assertThat(run("load", file, "--json").out())
                .contains("\"new\":0,\"changed\":0,\"ended\":0,\"unchanged\":2")
                .contains("\"left_out\":{\"no_token_prices\":1}");
        assertThat(kafka.ends(PRICES)).as("nothing is written again").isEqualTo(loaded);

        assertThat(run("load", litellm("it-load", "1e-06", "3e-06")).out())
                .contains("0 new, 2 changed, 0 ended, 0 unchanged");
        var now = run("list", "--model", "IT-load*").out();
        assertThat(now.lines().skip(1))
                .filteredOn(line -> !line.contains("flex"))
                .last()
                .satisfies(line -> assertThat(line).contains("topic", "openai", "it-load", " 1 ", " 3 "));
        assertThat(run("list", "--model", "it-load", "--at", "30d", "--json").out())
                .as("a month ago")
                .contains("\"output_usd\":0.000002", "\"effective_from\":\"1970-01-01T00:00:00Z\"")
                .doesNotContain("0.000003");
    }

    @Test
    void shouldExplainStepsRowAndSum() throws IOException {
        run("load", litellm("it-explain", "1.25e-06", "1e-05"));

        var explained = run(
                "explain",
                "openai/IT-Explain-20260101",
                "--input",
                "1000",
                "--output",
                "100",
                "--cache-read",
                "400",
                "--service-tier",
                "flex");

        assertThat(explained.exitCode()).isZero();
        assertThat(explained.out())
                .contains("topic     exact             openai/IT-Explain-20260101")
                .containsPattern("topic +without prefix +it-explain +found openai/it-explain")
                .containsPattern("input +600 tokens × +0.625 USD a million = 0.000375 USD")
                .containsPattern(
                        "cache read +400 tokens × +0.625 USD a million = 0.00025 USD +\\(the list has no price")
                .containsPattern("cost +0.001625000 USD")
                .contains("flags      price_fallback");
        assertThat(run("explain", "gpt-4o", "--provider", "openai", "--input", "1000", "--json")
                        .out())
                .contains(
                        "\"cost_usd\":0.002500000", "\"list\":\"built_in\"", "\"price_version\":\"built-in-2026-07\"");
    }

    @Test
    void shouldSayThatACallIsUnpriced() {
        var explained = run("explain", "it-unheard-of", "--input", "5");

        assertThat(explained.exitCode()).isEqualTo(1);
        assertThat(explained.out()).contains("unpriced: no step led to a price that holds at that time");
        assertThat(run("explain", "gpt-4o", "--input", "-5").exitCode()).isEqualTo(2);
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        var broken = Files.writeString(folder.resolve("broken.json"), "{\"prices\": [], \"source\": \"s\"}");

        assertThat(run("load", broken.toString()).err())
                .contains("watchllm: line 1: price_version is missing; expected a text");
        assertThat(run("load", folder.resolve("nowhere.json").toString()).exitCode())
                .isEqualTo(2);
    }

    @Test
    void shouldTellOfBrokenRecordsAndReadTheOthers() {
        try (var producer = kafka.producer()) {
            var _ = producer.send(new ProducerRecord<>(PRICES, "it-noise".getBytes(UTF_8), "noise".getBytes(UTF_8)));
        }

        var listed = run("list", "--model", "gpt-4o-mini");

        assertThat(listed.err()).contains("the record it-noise on the topic of prices is no price");
        assertThat(listed.out()).contains("built_in");
    }

    @Test
    void shouldPriceEventsOfARunningProcessorByWhatIsLoaded() throws IOException {
        run("load", litellm("it-before", "1e-03", "1e-03"));
        var changed = new HashMap<>(stack.environment());
        changed.put("WATCHLLM_PROCESSOR_STATE_DIR", folder.resolve("state").toString());
        try (var processor =
                new ProcessorService(ProcessorSettings.from(new Environment(changed)), new SimpleMeterRegistry())) {
            processor.start();
            send("it-before", "first");

            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(cost("first"))
                            .as("the first event finds all that was on the topic")
                            .containsExactly(new BigDecimal("1.010000000")));

            run("load", litellm("it-after", "2e-03", "1e-03"));
            await().atMost(DEADLINE).untilAsserted(() -> {
                send("it-after", "second");
                assertThat(cost("second")).contains(new BigDecimal("2.010000000"));
            });
        }
    }

    private static String litellm(String model, String inputUsd, String outputUsd) throws IOException {
        var half = new BigDecimal(inputUsd).divide(BigDecimal.TWO).toPlainString();
        var file = Files.writeString(folder.resolve(model + ".json"), """
                {"last_updated": "2026-07-24T18:23:43.215560+00:00", "sample_spec": {"mode": "one of: chat"},
                 "dall-e": {"litellm_provider": "openai", "output_cost_per_image": 0.04},
                 "%s": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": %s,
                   "output_cost_per_token": %s, "input_cost_per_token_flex": %s}}""".formatted(model, inputUsd, outputUsd, half));
        return file.toString();
    }

    private static void send(String model, String id) {
        var event = Event.newBuilder()
                .setEventId(id)
                .setProjectId("prices")
                .setRunId("run")
                .setTimestamp(Instant.now())
                .setPayload(PromptCall.newBuilder()
                        .setPrompt("p")
                        .setResponse("r")
                        .setProvider("openai")
                        .setModel(model)
                        .setTokensInput(1_000)
                        .setTokensOutput(10)
                        .build())
                .build();
        try (var sender = new EventSender(kafka, Clock.systemUTC())) {
            sender.send(event);
            sender.finish();
        }
    }

    private static List<BigDecimal> cost(String id) {
        var reader = new AvroReader<>(EventRow.class);
        List<BigDecimal> costs = new ArrayList<>();
        try (var consumer = kafka.consumer()) {
            new TopicReader(consumer).read(kafka.ends(Topics.EVENT_ROWS.name()), record -> {
                var value = record.value();
                var row = value == null ? null : reader.read(value, EventRow.getClassSchema());
                if (row != null && row.getEventId().equals(id) && row.getCostEstimateUsd() != null) {
                    costs.add(row.getCostEstimateUsd());
                }
                return true;
            });
        }
        return costs;
    }

    private static List<String> records() {
        List<String> keys = new ArrayList<>();
        try (var consumer = kafka.consumer()) {
            new TopicReader(consumer).read(kafka.ends(PRICES), record -> {
                keys.add(record.key() == null ? "" : new String(record.key(), UTF_8));
                return true;
            });
        }
        return keys;
    }

    private static CommandRun run(String command, String... arguments) {
        return CommandRun.of(List.of("prices", command), variables, arguments);
    }
}
