package io.watchllm.operations.status;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking one sink.
 *
 * @param url where it was asked
 * @param tables what it says of its tables; empty when it gave no answer
 * @param problem why there is no answer; empty when there is one
 */
public record SinkAnswer(URI url, List<Table> tables, String problem) {

    public SinkAnswer {
        tables = List.copyOf(tables);
    }

    /** A table as its sink sees it. */
    public record Table(String table, boolean up, String detail, List<Partition> partitions) {}

    /**
     * A partition as its sink sees it.
     *
     * @param partition its number
     * @param state word for what its writer does
     * @param since when that began, as text
     * @param attempts attempts at the batch at hand
     * @param lastError what went wrong last; null when nothing has
     * @param errorTime when that was first seen, as text; null when nothing has
     */
    public record Partition(
            int partition,
            String state,
            String since,
            int attempts,
            @Nullable String lastError,
            @Nullable String errorTime) {
        /** True when it takes nothing until something outside has changed. */
        boolean stopped() {
            return state.equals("blocked") || state.equals("halted") || state.equals("stopped");
        }
    }
}
