package io.watchllm.clickhouse;

import io.watchllm.service.Environment;
import io.watchllm.service.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may differ from one installation's schema to another's. Retention is in whole days; 0 keeps rows for ever.
 *
 * @param eventsDays how long a row of {@code events} is kept, counted from its timestamp
 * @param toolCallsDays how long a row of {@code tool_calls} is kept
 * @param agentStepsDays how long a row of {@code agent_steps} is kept
 * @param rollupDays how long a row of the hourly and daily rollups is kept
 * @param textIndex whether words in prompts and responses are indexed
 * @param deduplicationWindow how many of the last inserted blocks each table remembers
 */
public record SchemaSettings(
        long eventsDays,
        long toolCallsDays,
        long agentStepsDays,
        long rollupDays,
        boolean textIndex,
        int deduplicationWindow) {
    private static final String LONGEST = "3650d";
    private static final Setting<Duration> EVENTS = retention("EVENTS", "90d", "events");
    private static final Setting<Duration> TOOL_CALLS = retention("TOOL_CALLS", "90d", "tool_calls");
    private static final Setting<Duration> AGENT_STEPS = retention("AGENT_STEPS", "90d", "agent_steps");
    private static final Setting<Duration> ROLLUPS = retention("ROLLUPS", "400d", "hourly_metrics and daily_metrics");
    private static final Setting<Boolean> TEXT_INDEX = Setting.flag(
            "WATCHLLM_CLICKHOUSE_TEXT_INDEX",
            false,
            "Whether schema create adds an index on the words of prompts and responses.");
    private static final Setting<Integer> DEDUPLICATION_WINDOW = Setting.integer(
            "WATCHLLM_CLICKHOUSE_DEDUPLICATION_WINDOW",
            100,
            1_000_000,
            10_000,
            "How many of the last inserted blocks each table remembers, to know a repeated one.");

    /** The variables that hold these settings. */
    public static final List<Setting<?>> SETTINGS =
            List.of(EVENTS, TOOL_CALLS, AGENT_STEPS, ROLLUPS, TEXT_INDEX, DEDUPLICATION_WINDOW);

    /** What holds when no variable is set. */
    public static final SchemaSettings DEFAULT = from(new Environment(Map.of()));

    /**
     * Reads the settings.
     *
     * @throws io.watchllm.service.ConfigException when one can't be used
     */
    public static SchemaSettings from(Environment environment) {
        return new SchemaSettings(
                environment.value(EVENTS).toDays(),
                environment.value(TOOL_CALLS).toDays(),
                environment.value(AGENT_STEPS).toDays(),
                environment.value(ROLLUPS).toDays(),
                environment.value(TEXT_INDEX),
                environment.value(DEDUPLICATION_WINDOW));
    }

    /** Days after which a row leaves its table, by table; 0 for never. */
    Map<String, Long> retentionDays() {
        return Map.of(
                "events", eventsDays,
                "tool_calls", toolCallsDays,
                "agent_steps", agentStepsDays,
                "hourly_metrics", rollupDays,
                "daily_metrics", rollupDays);
    }

    /** The column expression whose age counts, by table. */
    static String ageOf(String table) {
        return switch (table) {
            case "hourly_metrics" -> "hour";
            case "daily_metrics" -> "day";
            default -> "toDateTime(timestamp)";
        };
    }

    /** The switches that are on, as migrations name them. */
    Set<String> switches() {
        return textIndex ? Set.of("text_index") : Set.of();
    }

    private static Setting<Duration> retention(String table, String defaultText, String tables) {
        return Setting.duration(
                "WATCHLLM_CLICKHOUSE_RETENTION_" + table,
                "0d",
                LONGEST,
                defaultText,
                "How long rows of " + tables + " are kept, in whole days; 0d keeps them for ever.");
    }
}
