package io.watchllm.delivery.config;

import io.watchllm.runtime.Environment;
import io.watchllm.runtime.Setting;
import java.time.Duration;
import java.util.List;

/** Settings of the delivery guarantee. */
public record Delivery(
        Guarantee guarantee,
        String tokenNamespace,
        GroupProtocol groupProtocol,
        double poisonShare,
        int poisonRecords,
        Duration closeTimeout,
        Duration auditInterval) {
    /** Delivery guarantee that the sink enforces before it consumes. */
    public enum Guarantee {
        /** Every table that a block reaches must deduplicate a repeated block; otherwise nothing is consumed. */
        EXACTLY_ONCE,
        /** Without deduplication rows may be stored twice: the sink warns and goes on. */
        AT_LEAST_ONCE
    }

    /** Protocol by which the consumers of a group share its partitions. */
    public enum GroupProtocol {
        /** KIP-848: the broker assigns partitions. */
        CONSUMER,
        /** The protocol of brokers before 4.0: a consumer assigns partitions. */
        CLASSIC
    }

    /**
     * Time budget of a shutdown, divided among its steps so that their sum stays within the bound.
     *
     * @param drain for inserting what was read
     * @param lastCommit for the commit after that
     * @param leave for leaving the consumer group
     * @param clients for closing the clients that all tables share
     */
    public record CloseBudget(Duration drain, Duration lastCommit, Duration leave, Duration clients) {
        private static final Duration STEP_MAX = Duration.ofSeconds(3);
        private static final int STEPS = 8;

        static CloseBudget of(Duration total) {
            var eighth = total.dividedBy(STEPS);
            var step = eighth.compareTo(STEP_MAX) < 0 ? eighth : STEP_MAX;
            return new CloseBudget(total.minus(step.multipliedBy(3)), step, step, step);
        }
    }

    private static final Setting<Guarantee> GUARANTEE = Setting.choice(
            "WATCHLLM_SINK_GUARANTEE",
            Guarantee.class,
            Guarantee.EXACTLY_ONCE,
            "With exactly_once a table is not filled until it is proven that a repeated insert changes neither it nor what"
                    + " views make of it; with at_least_once the sink warns and goes on.");
    private static final Setting<String> TOKEN_NAMESPACE = new Setting<>(
            "WATCHLLM_SINK_TOKEN_NAMESPACE",
            "up to 64 letters, digits, dots and dashes",
            "watchllm",
            "First part of every deduplication token; changing it makes ClickHouse take what is sent again for new.",
            false,
            text -> {
                if (!text.matches("[A-Za-z0-9.-]{1,64}")) {
                    throw new IllegalArgumentException("expected up to 64 letters, digits, dots and dashes");
                }
                return text;
            });
    private static final Setting<GroupProtocol> GROUP_PROTOCOL = Setting.choice(
            "WATCHLLM_SINK_GROUP_PROTOCOL",
            GroupProtocol.class,
            GroupProtocol.CONSUMER,
            "How the sinks of a table share its partitions: consumer (KIP-848) or classic, for brokers before 4.0.");
    private static final Setting<Double> POISON_SHARE = Setting.share(
            "WATCHLLM_SINK_POISON_SHARE",
            0,
            1,
            "0.5",
            "Greatest share of bad records among the latest of a partition; above it the partition stops, as a wrong"
                    + " deployment is no accident. 1 never stops.");
    private static final Setting<Integer> POISON_RECORDS = Setting.integer(
            "WATCHLLM_SINK_POISON_RECORDS",
            1,
            1_000,
            20,
            "Minimum number of records by which the share of rejected ones is evaluated.");
    private static final Setting<Duration> CLOSE_TIMEOUT = Setting.duration(
            "WATCHLLM_SINK_CLOSE_TIMEOUT",
            "1s",
            "10m",
            "30s",
            "How long stopping may take; what is not inserted by then is read again by the next sink.");

    private static final Setting<Duration> AUDIT_INTERVAL = Setting.duration(
            "WATCHLLM_SINK_AUDIT_INTERVAL",
            "0s",
            "1h",
            "1m",
            "How often the sink looks in the table for the rows that had landed an interval ago; 0s for never.");

    static final List<Setting<?>> SETTINGS = List.of(
            GUARANTEE, TOKEN_NAMESPACE, GROUP_PROTOCOL, POISON_SHARE, POISON_RECORDS, CLOSE_TIMEOUT, AUDIT_INTERVAL);

    static Delivery from(Environment environment) {
        return new Delivery(
                environment.value(GUARANTEE),
                environment.value(TOKEN_NAMESPACE),
                environment.value(GROUP_PROTOCOL),
                environment.value(POISON_SHARE),
                environment.value(POISON_RECORDS),
                environment.value(CLOSE_TIMEOUT),
                environment.value(AUDIT_INTERVAL));
    }

    /** The time budget of a shutdown. */
    public CloseBudget closeBudget() {
        return CloseBudget.of(closeTimeout);
    }
}
