package io.watchllm.operations.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the status of running sinks. */
public final class SinkProbe {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Duration timeout;

    /** @param timeout how long a response may take */
    public SinkProbe(Duration timeout) {
        this.timeout = timeout;
    }

    /** Reads the status of the sink at this address; returns a result in any case. */
    public SinkAnswer ask(URI url) throws InterruptedException {
        try {
            var answer = LocalAnswer.of(url.resolve("/status"), timeout);
            var body = answer.status() == LocalAnswer.OK ? parsed(answer.body()) : null;
            return body == null || !body.path("tables").isArray()
                    ? new SinkAnswer(url, List.of(), "answers, but is no sink (" + answer.status() + ")")
                    : new SinkAnswer(url, tables(body), "");
        } catch (IOException problem) {
            return new SinkAnswer(url, List.of(), "does not answer (" + problem + ")");
        }
    }

    private static @Nullable JsonNode parsed(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException _) {
            return null;
        }
    }

    private static List<SinkAnswer.Table> tables(JsonNode body) {
        List<SinkAnswer.Table> tables = new ArrayList<>();
        for (var table : body.path("tables")) {
            List<SinkAnswer.Partition> partitions = new ArrayList<>();
            for (var partition : table.path("partitions")) {
                partitions.add(new SinkAnswer.Partition(
                        partition.path("partition").asInt(),
                        partition.path("state").asText(),
                        partition.path("since").asText(),
                        partition.path("attempts").asInt(),
                        text(partition.path("last_error").path("message")),
                        text(partition.path("last_error").path("time"))));
            }
            tables.add(new SinkAnswer.Table(
                    table.path("table").asText(),
                    table.path("up").asBoolean(),
                    table.path("detail").asText(),
                    partitions));
        }
        return tables;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }
}
