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

/**
 * Response of one sink.
 *
 * @param url address of the sink
 * @param tables status of its tables; empty when it did not answer
 * @param problem why there is no response; empty when there is one
 */
public record SinkAnswer(URI url, List<Table> tables, String problem) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public SinkAnswer {
        tables = List.copyOf(tables);
    }

    /** Status of a table, as its sink reports it. */
    public record Table(String table, boolean up, String detail, List<Partition> partitions) {}

    /**
     * Status of a partition, as its sink reports it.
     *
     * @param partition its number
     * @param state word for the state of its writer
     * @param since when the state began, as text
     * @param attempts attempts of the current batch
     * @param lastError the last error; null when there was none
     * @param errorTime when it was first seen, as text; null when there was none
     */
    public record Partition(
            int partition,
            String state,
            String since,
            int attempts,
            @Nullable String lastError,
            @Nullable String errorTime) {
        /** True when it takes no records until something outside has changed. */
        boolean stopped() {
            return state.equals("blocked") || state.equals("halted") || state.equals("stopped");
        }
    }

    /**
     * Reads the status of the sink at this address; returns a result in any case.
     *
     * @param timeout how long the response may take
     */
    public static SinkAnswer ask(URI url, Duration timeout) throws InterruptedException {
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

    private static List<Table> tables(JsonNode body) {
        List<Table> tables = new ArrayList<>();
        for (var table : body.path("tables")) {
            List<Partition> partitions = new ArrayList<>();
            for (var partition : table.path("partitions")) {
                partitions.add(new Partition(
                        partition.path("partition").asInt(),
                        partition.path("state").asText(),
                        partition.path("since").asText(),
                        partition.path("attempts").asInt(),
                        text(partition.path("last_error").path("message")),
                        text(partition.path("last_error").path("time"))));
            }
            tables.add(new Table(
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
