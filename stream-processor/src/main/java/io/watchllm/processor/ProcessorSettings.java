package io.watchllm.processor;

import io.watchllm.pricing.PricePreference;
import io.watchllm.privacy.PrivacyRules;
import io.watchllm.processor.rules.RuleSource;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.Setting;
import io.watchllm.validation.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All settings of the processor.
 *
 * @param kafka Kafka and its Schema Registry
 * @param streams Kafka Streams
 * @param stages what becomes of an event
 * @param timeouts time limits for waiting on other systems
 */
public record ProcessorSettings(KafkaSettings kafka, Streams streams, Stages stages, Timeouts timeouts) {

    private static final Setting<String> APPLICATION_ID = Setting.text(
            "WATCHLLM_PROCESSOR_APPLICATION_ID",
            "watchllm-processor",
            "Name of the consumer group, and beginning of the transactional ids; processors with the same name share the work.");
    private static final Setting<Integer> THREADS = Setting.integer(
            "WATCHLLM_PROCESSOR_THREADS", 1, 64, 2, "Threads that process; more than there are partitions stay idle.");
    private static final Setting<Duration> COMMIT_INTERVAL = Setting.duration(
            "WATCHLLM_PROCESSOR_COMMIT_INTERVAL",
            "10ms",
            "5s",
            "100ms",
            "Time between two transactions: rows are seen that much later, while each transaction costs the broker some writes.");
    private static final Setting<Optional<Path>> STATE_DIRECTORY = Setting.path(
                    "WATCHLLM_PROCESSOR_STATE_DIR",
                    null,
                    "Folder for local state, one for each process; a folder of the system's temporary one if not set.")
            .optional();
    private static final Setting<Integer> STANDBYS = Setting.integer(
            "WATCHLLM_PROCESSOR_STANDBYS",
            0,
            4,
            0,
            "Other processors that keep the state of a partition ready, so that one takes over without playing it back.");
    private static final Setting<Duration> DEDUP_WINDOW = Setting.duration(
            "WATCHLLM_PROCESSOR_DEDUP_WINDOW",
            "1s",
            "30d",
            "1h",
            "How long after its first arrival an event that is sent again is known as a duplicate.");
    private static final Setting<Integer> DEDUP_IDS_MAX = Setting.integer(
            "WATCHLLM_PROCESSOR_DEDUP_IDS_MAX",
            1_000,
            100_000_000,
            5_000_000,
            "Most ids that are remembered for a partition, at about 50 bytes each; when more arrive within the window, the oldest are forgotten early.");
    private static final Setting<Duration> MAX_AHEAD = Setting.duration(
            "WATCHLLM_PROCESSOR_MAX_AHEAD",
            "0ms",
            "365d",
            "24h",
            "How far the timestamp of an event may be ahead of its arrival.");
    private static final Setting<Duration> RETENTION = Setting.duration(
            "WATCHLLM_PROCESSOR_EVENT_RETENTION",
            "1h",
            "36500d",
            "90d",
            "How old an event may be when it arrives; what the tables would drop at once is refused.");
    private static final Setting<Duration> REGISTRY_RETRY = Setting.duration(
            "WATCHLLM_PROCESSOR_REGISTRY_RETRY",
            "0ms",
            "4m",
            "30s",
            "How long to try again while the Schema Registry gives no answer; then the process ends.");
    private static final Setting<Duration> UNKNOWN_SCHEMA_WAIT = Setting.duration(
            "WATCHLLM_PROCESSOR_UNKNOWN_SCHEMA_WAIT",
            "0s",
            "2m",
            "1m",
            "How long a partition waits at a record whose schema id the registry does not have, since a registry may lag or"
                    + " have been restored; after that the record is a dead letter.");
    private static final Setting<Duration> START_TIMEOUT = Setting.duration(
            "WATCHLLM_PROCESSOR_START_TIMEOUT", "1s", "10m", "30s", "How long Kafka may take to answer at the start.");
    private static final Setting<Duration> CLOSE_TIMEOUT = Setting.duration(
            "WATCHLLM_PROCESSOR_CLOSE_TIMEOUT",
            "1s",
            "10m",
            "30s",
            "How long a stop may take; what is under way then is done again at the next start.");
    private static final Setting<PricePreference> PREFER = Setting.choice(
            "WATCHLLM_PRICING_PREFER",
            PricePreference.class,
            PricePreference.CLIENT,
            "Whose cost a row has when both the producer and the price list know one; the other one's stands in where it is the only one.");

    private static final Setting<RuleSource> ALERT_RULES = Setting.choice(
            "WATCHLLM_PROCESSOR_ALERT_RULES",
            RuleSource.class,
            RuleSource.ALL,
            "Which alert rules apply: all (those that ship and those of the topic), topic (those of the topic alone), none (no alerts).");
    private static final Setting<Integer> ALERT_GROUPS_MAX = Setting.integer(
            "WATCHLLM_PROCESSOR_ALERT_GROUPS_MAX",
            100,
            10_000_000,
            200_000,
            "Most groups (users, runs, models, …) that alert rules remember in a partition; when there are more, the one that was longest without an event is forgotten, and counted.");

    public static final List<Setting<?>> SETTINGS = Stream.of(
                    KafkaSettings.SETTINGS.stream(),
                    PrivacySettings.SETTINGS.stream(),
                    Stream.of(
                            APPLICATION_ID,
                            THREADS,
                            COMMIT_INTERVAL,
                            STATE_DIRECTORY,
                            STANDBYS,
                            DEDUP_WINDOW,
                            DEDUP_IDS_MAX,
                            MAX_AHEAD,
                            RETENTION,
                            REGISTRY_RETRY,
                            UNKNOWN_SCHEMA_WAIT,
                            START_TIMEOUT,
                            CLOSE_TIMEOUT,
                            PREFER),
                    SizeSettings.SETTINGS.stream(),
                    Stream.of(ALERT_RULES, ALERT_GROUPS_MAX))
            .<Setting<?>>flatMap(settings -> settings)
            .toList();

    /**
     * Settings of Kafka Streams.
     *
     * @param applicationId consumer group
     * @param threads 1 or more
     * @param commitInterval time between two transactions
     * @param stateDirectory folder for local state, or null for Kafka's default
     * @param standbys copies of each partition's state in other processes
     */
    public record Streams(
            String applicationId,
            int threads,
            Duration commitInterval,
            @Nullable Path stateDirectory,
            int standbys) {}

    /**
     * What becomes of an event.
     *
     * @param limits bounds that an event must meet
     * @param deduplication how duplicates are detected
     * @param prefer whether the producer's cost or the price list's goes into the rows
     * @param privacy redaction rules
     * @param alerts alerting
     */
    public record Stages(
            Limits limits, Deduplication deduplication, PricePreference prefer, PrivacyRules privacy, Alerts alerts) {}

    /**
     * Alerting.
     *
     * @param source where the rules come from
     * @param groupsMax maximum number of groups per partition
     */
    public record Alerts(RuleSource source, int groupsMax) {}

    /**
     * How duplicates are detected.
     *
     * @param window how long an id is remembered after it arrived
     * @param idsMax maximum number of ids per partition
     */
    public record Deduplication(Duration window, int idsMax) {}

    /**
     * Time limits for waiting on other systems.
     *
     * @param registryRetry for the Schema Registry while processing
     * @param unknownSchema for a schema that the registry does not have
     * @param start for Kafka at startup
     * @param close for a clean shutdown
     */
    public record Timeouts(Duration registryRetry, Duration unknownSchema, Duration start, Duration close) {}

    /** Only the application id, for callers that ask Kafka about the processors. */
    public static String applicationId(Environment environment) {
        return environment.value(APPLICATION_ID);
    }

    /** Only the cost preference, for callers that reprice stored calls. */
    public static PricePreference preference(Environment environment) {
        return environment.value(PREFER);
    }

    /**
     * Reads the settings from this environment.
     *
     * @throws io.watchllm.runtime.ConfigException when a variable can't be used; names it
     */
    public static ProcessorSettings from(Environment environment) {
        return new ProcessorSettings(
                KafkaSettings.from(environment),
                new Streams(
                        environment.value(APPLICATION_ID),
                        environment.value(THREADS),
                        environment.value(COMMIT_INTERVAL),
                        environment.value(STATE_DIRECTORY).orElse(null),
                        environment.value(STANDBYS)),
                new Stages(
                        new Limits(
                                environment.value(MAX_AHEAD),
                                environment.value(RETENTION),
                                SizeSettings.from(environment)),
                        new Deduplication(environment.value(DEDUP_WINDOW), environment.value(DEDUP_IDS_MAX)),
                        environment.value(PREFER),
                        PrivacySettings.from(environment),
                        new Alerts(environment.value(ALERT_RULES), environment.value(ALERT_GROUPS_MAX))),
                new Timeouts(
                        environment.value(REGISTRY_RETRY),
                        environment.value(UNKNOWN_SCHEMA_WAIT),
                        environment.value(START_TIMEOUT),
                        environment.value(CLOSE_TIMEOUT)));
    }
}
