package io.watchllm.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchllm.cli.kafka.KafkaConnection;
import io.watchllm.cli.kafka.TopicReader;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Topics;
import io.watchllm.service.KafkaSettings;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watchllm dead-letters list}. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Records that could not be processed, as they were, and why.")
final class DeadLettersCommand {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Mixin
    private EnvironmentOption environment;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List dead letters, oldest first: when, where from, why.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  watchllm dead-letters list",
                "  watchllm dead-letters list --reason not_wire_format --limit 20",
                "  watchllm dead-letters list --json | jq .error"
            })
    int list(
            @Option(names = "--reason", paramLabel = "WORD", description = "Only those with this reason.") @Nullable
                    String reason,
            @Option(
                            names = "--from",
                            paramLabel = "TOPIC|FILE",
                            description = "Only those whose origin begins like this.")
                    @Nullable
                    String from,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "At most so many (default: ${DEFAULT-VALUE}).")
                    int limit,
            @Option(names = "--json", description = "One JSON object a line.") boolean json) {
        var out = spec.commandLine().getOut();
        var connection = new KafkaConnection(KafkaSettings.from(environment.environment()));
        var shown = new int[] {0};
        try (var consumer = connection.consumer()) {
            new TopicReader(consumer).read(Topics.DEAD_LETTERS.name(), record -> {
                var letter = DeadLetter.from(record);
                var wanted = (reason == null || letter.reason().equals(reason))
                        && (from == null || letter.origin().id().startsWith(from));
                if (wanted && shown[0]++ < limit) {
                    print(letter, json, out);
                }
                return shown[0] <= limit;
            });
        }
        if (shown[0] > limit) {
            spec.commandLine().getErr().println("watchllm: there are more; --limit shows more of them");
        }
        out.flush();
        return 0;
    }

    private static void print(DeadLetter letter, boolean json, PrintWriter out) {
        if (json) {
            out.println(json(letter));
            return;
        }
        out.printf(
                "%s  %-9s  %-40s  %-22s  %s%n",
                letter.time().truncatedTo(ChronoUnit.MILLIS),
                letter.stage().word(),
                letter.origin().id(),
                letter.reason(),
                letter.error());
    }

    private static String json(DeadLetter letter) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("time", letter.time().toString());
        fields.put("stage", letter.stage().word());
        fields.put("origin", letter.origin().id());
        fields.put("reason", letter.reason());
        fields.put("error", letter.error());
        var value = letter.value();
        fields.put("value_bytes", value == null ? 0 : value.length);
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("a map of texts is always JSON", impossible);
        }
    }
}
