package io.watchllm.delivery.config;

import io.watchllm.delivery.core.RetryPolicy;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.Setting;
import java.time.Duration;
import java.util.List;

/** Settings of inserts and their retries. */
public record Inserting(
        Duration timeout,
        boolean compress,
        Duration backoff,
        Duration backoffMax,
        Duration faultInterval,
        int unreadyAttempts,
        int inserts) {
    private static final Setting<Duration> TIMEOUT = Setting.duration(
            "WATCHLLM_SINK_INSERT_TIMEOUT",
            "1s",
            "30m",
            "1m",
            "How long an insert may take; after that it is in doubt and sent again under the same token.");
    private static final Setting<Boolean> COMPRESS = Setting.flag(
            "WATCHLLM_SINK_COMPRESS", false, "Send blocks with LZ4: pays over a network, costs time on one machine.");
    private static final Setting<Duration> BACKOFF = Setting.duration(
            "WATCHLLM_SINK_RETRY_BACKOFF",
            "1ms",
            "1m",
            "100ms",
            "Wait after the first failed attempt to insert; it doubles with each further one.");
    private static final Setting<Duration> BACKOFF_MAX = Setting.duration(
            "WATCHLLM_SINK_RETRY_BACKOFF_MAX",
            "1ms",
            "10m",
            "5s",
            "Longest wait between two attempts. There is no last attempt: giving up would lose rows.");
    private static final Setting<Duration> FAULT_INTERVAL = Setting.duration(
            "WATCHLLM_SINK_FAULT_INTERVAL",
            "100ms",
            "1h",
            "10s",
            "Wait before a partition that stopped for a config fault (rights, table, column) looks whether it has gone; also how"
                    + " often a table is looked at that has no column for an optional field.");
    private static final Setting<Integer> UNREADY_ATTEMPTS = Setting.integer(
            "WATCHLLM_SINK_RETRY_UNREADY_ATTEMPTS",
            1,
            1_000,
            5,
            "Failed attempts to insert one batch after which the sink says that it is not ready.");
    private static final Setting<Integer> INSERTS = Setting.integer(
            "WATCHLLM_SINK_INSERTS",
            1,
            1_000,
            32,
            "Most inserts of one table at a time, each of another partition; those of further partitions wait. A process"
                    + " opens so many connections for each of its tables, and a few more for questions.");

    static final List<Setting<?>> SETTINGS =
            List.of(TIMEOUT, COMPRESS, BACKOFF, BACKOFF_MAX, FAULT_INTERVAL, UNREADY_ATTEMPTS, INSERTS);

    /**
     * Reads the settings.
     *
     * @throws io.watchllm.runtime.ConfigException when a value is invalid
     */
    public static Inserting from(Environment environment) {
        return new Inserting(
                environment.value(TIMEOUT),
                environment.value(COMPRESS),
                environment.value(BACKOFF),
                environment.value(BACKOFF_MAX),
                environment.value(FAULT_INTERVAL),
                environment.value(UNREADY_ATTEMPTS),
                environment.value(INSERTS));
    }

    /** The waits between attempts. */
    public RetryPolicy retryPolicy() {
        return new RetryPolicy(backoff.toMillis(), backoffMax.toMillis());
    }

    /**
     * How long a stopped partition waits before it is tried again.
     *
     * @param operator whether only an operator can help
     */
    public long retryMillis(boolean operator) {
        return (operator ? faultInterval : backoffMax).toMillis();
    }
}
