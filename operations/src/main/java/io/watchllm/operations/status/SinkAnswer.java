package io.watchllm.operations.status;

import java.net.URI;
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
}
