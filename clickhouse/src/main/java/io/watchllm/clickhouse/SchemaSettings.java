package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.PayloadColumns;
import io.watchllm.clickhouse.core.RetentionClass;
import io.watchllm.clickhouse.core.RetentionComparison.Wanted;
import io.watchllm.clickhouse.core.RetentionRule;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.Setting;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings of the schema that may differ between installations. Retention is in whole days; 0 keeps rows for ever.
 *
 * @param eventsDays how long a row of {@code events} is kept, counted from its timestamp
 * @param toolCallsDays how long a row of {@code tool_calls} is kept
 * @param agentStepsDays how long a row of {@code agent_steps} is kept
 * @param rollupDays how long a row of the hourly and daily rollups is kept
 * @param textIndex whether words in prompts and responses are indexed
 * @param deduplicationWindow deduplication window of each table, in blocks
 * @param payloadDays how long payload columns keep their values; 0 for as long as their rows
 * @param classes projects with a retention of their own
 */
public record SchemaSettings(
        long eventsDays,
        long toolCallsDays,
        long agentStepsDays,
        long rollupDays,
        boolean textIndex,
        int deduplicationWindow,
        long payloadDays,
        List<RetentionClass> classes) {
    /** The tables whose retention is a setting. */
    static final List<String> RETAINED =
            List.of("events", "tool_calls", "agent_steps", "hourly_metrics", "daily_metrics");

    private static final long DAYS_MAX = 3650;
    private static final Setting<Long> EVENTS = retention("EVENTS", "90d", "events");
    private static final Setting<Long> TOOL_CALLS = retention("TOOL_CALLS", "90d", "tool_calls");
    private static final Setting<Long> AGENT_STEPS = retention("AGENT_STEPS", "90d", "agent_steps");
    private static final Setting<Long> ROLLUPS = retention("ROLLUPS", "400d", "hourly_metrics and daily_metrics");
    private static final Setting<Long> PAYLOAD = Setting.days(
            "WATCHLLM_CLICKHOUSE_RETENTION_PAYLOAD",
            0,
            DAYS_MAX,
            "0d",
            "How long prompts, responses, arguments, results, reasoning, error texts and the like are kept; 0d keeps them"
                    + " as long as their rows.");
    private static final Setting<List<RetentionClass>> CLASSES = new Setting<>(
            "WATCHLLM_CLICKHOUSE_RETENTION_CLASSES",
            RetentionClass.FORM,
            "",
            "Projects whose rows in events, tool_calls and agent_steps are kept for another time; behind a slash, their"
                    + " payload. 0d keeps rows for ever.",
            false,
            RetentionClass::read);
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
            List.of(EVENTS, TOOL_CALLS, AGENT_STEPS, ROLLUPS, PAYLOAD, CLASSES, TEXT_INDEX, DEDUPLICATION_WINDOW);

    /** Settings when no variable is set. */
    public static final SchemaSettings DEFAULT = from(new Environment(Map.of()));

    /** Settings that keep payload as long as its rows, and all projects for the same time. */
    public SchemaSettings(
            long eventsDays,
            long toolCallsDays,
            long agentStepsDays,
            long rollupDays,
            boolean textIndex,
            int deduplicationWindow) {
        this(eventsDays, toolCallsDays, agentStepsDays, rollupDays, textIndex, deduplicationWindow, 0, List.of());
    }

    /** A copy with another retention of payload and of some projects. */
    public SchemaSettings with(long payloadDays, List<RetentionClass> classes) {
        return new SchemaSettings(
                eventsDays,
                toolCallsDays,
                agentStepsDays,
                rollupDays,
                textIndex,
                deduplicationWindow,
                payloadDays,
                List.copyOf(classes));
    }

    /**
     * Reads the settings.
     *
     * @throws io.watchllm.runtime.ConfigException when a value is invalid
     */
    public static SchemaSettings from(Environment environment) {
        return new SchemaSettings(
                environment.value(EVENTS),
                environment.value(TOOL_CALLS),
                environment.value(AGENT_STEPS),
                environment.value(ROLLUPS),
                environment.value(TEXT_INDEX),
                environment.value(DEDUPLICATION_WINDOW),
                environment.value(PAYLOAD),
                environment.value(CLASSES));
    }

    /** The retention of one of the {@link #RETAINED} tables. Rollups hold no payload, and treat all projects alike. */
    Wanted retention(String table) {
        var days = switch (table) {
            case "events" -> eventsDays;
            case "tool_calls" -> toolCallsDays;
            case "agent_steps" -> agentStepsDays;
            default -> rollupDays;
        };
        if (PayloadColumns.of(table).isEmpty()) {
            return new Wanted(ageOf(table), RetentionRule.of(days), RetentionRule.FOR_EVER);
        }
        var rows = new TreeMap<String, Long>();
        var payload = new TreeMap<String, Long>();
        for (var each : classes) {
            for (var project : each.projects()) {
                rows.put(project, each.days());
                payload.put(project, each.payloadDays() > 0 ? each.payloadDays() : payloadDays);
            }
        }
        var kept = new RetentionRule(days, rows);
        var earlier = new RetentionRule(payloadDays, payload);
        return new Wanted(ageOf(table), kept, earlier.forEver() ? earlier : earlier.shorter(kept));
    }

    /** The column expression from which the age of a row counts, by table. */
    static String ageOf(String table) {
        return switch (table) {
            case "hourly_metrics" -> "hour";
            case "daily_metrics" -> "day";
            default -> "toDateTime(timestamp)";
        };
    }

    /** The switches that are on, by their names in migrations. */
    Set<String> switches() {
        return textIndex ? Set.of("text_index") : Set.of();
    }

    private static Setting<Long> retention(String table, String defaultText, String tables) {
        return Setting.days(
                "WATCHLLM_CLICKHOUSE_RETENTION_" + table,
                0,
                DAYS_MAX,
                defaultText,
                "How long rows of " + tables + " are kept; 0d keeps them for ever.");
    }
}
