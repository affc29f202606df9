package io.watchllm.clickhouse.core;

import io.watchllm.clickhouse.core.ServerState.Table;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Rules that find settings which would let a repeated block count twice, or a view miss one. They check every table
 * that a block can reach, since each remembers blocks by itself.
 *
 * @param window how many blocks a table should remember, for the SQL of fixes
 * @param seconds minimum time for which a replicated table must remember a block
 */
public record ExactlyOnceRules(int window, long seconds) {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\b.*");
    private static final String MIND = "ask an administrator to lift the constraint on this setting for this user";
    private static final long REPLICATED_SECONDS_MIN = 3600;
    private static final String WINDOW_SECONDS = "replicated_deduplication_window_seconds";

    /** Settings that the sink sends with each insert, by name; the server must accept them. */
    private static final Map<String, String> PINNED = Map.of(
            "async_insert", "0",
            "insert_deduplicate", "1",
            "deduplicate_insert", "enable",
            "deduplicate_blocks_in_dependent_materialized_views", "1",
            "materialized_views_ignore_errors", "0",
            "parallel_view_processing", "0");

    /** Settings whose wrong default only harms inserts by others, and the harm. */
    private static final Map<String, String> HURTS_OTHERS = Map.of(
            "deduplicate_blocks_in_dependent_materialized_views",
            "a client that repeats an insert counts twice in the rollups",
            "materialized_views_ignore_errors",
            "an insert succeeds although a rollup missed it");

    /** Rules for a client that repeats an insert within minutes. */
    public static ExactlyOnceRules advising(int window) {
        return new ExactlyOnceRules(window, REPLICATED_SECONDS_MIN);
    }

    /** Rules for a writer whose insert attempts may take so long: half a window must hold two of them. */
    public static ExactlyOnceRules forAttempts(int window, Duration attempt) {
        return new ExactlyOnceRules(window, Math.max(REPLICATED_SECONDS_MIN, 4 * attempt.toSeconds()));
    }

    /** Deduplication windows of the tables that a block reaches, sorted by name. */
    public List<DedupWindow> windows(ServerState facts, List<String> entries) {
        return reached(facts, entries).stream()
                .map(facts.tables()::get)
                .filter(Objects::nonNull)
                .filter(table -> !table.engine().equals("MaterializedView"))
                .map(ExactlyOnceRules::windowOf)
                .sorted(Comparator.comparing(DedupWindow::table))
                .toList();
    }

    private static DedupWindow windowOf(Table table) {
        var family = EngineFamily.of(table.engine());
        var blocks = family == EngineFamily.OTHER ? 0 : Math.max(0, number(table, family.windowSetting()));
        var seconds = family.forgetsByAge() ? number(table, WINDOW_SECONDS) : 0;
        return new DedupWindow(table.name(), family, blocks, seconds);
    }

    /** Problems of the server's settings first, then of each table that a block reaches. */
    public List<Problem> problems(ServerState facts, List<String> entries) {
        var problems = new ArrayList<Problem>();
        problems.addAll(version(facts.version()));
        problems.addAll(session(facts));
        for (var name : reached(facts, entries)) {
            var table = facts.tables().get(name);
            if (table == null) {
                problems.add(Problem.error(
                        name,
                        "is missing, or this user may not see it",
                        "run: watchllm schema create; or, if it is there: GRANT SHOW TABLES ON " + name
                                + " TO this user"));
            } else if (!table.engine().equals("MaterializedView")) {
                problems.addAll(table(table));
                if (entries.contains(name)) {
                    problems.addAll(entry(table));
                }
            }
        }
        return problems;
    }

    /** Tables and views that a block inserted into one of the entries reaches, each once, in that order. */
    static Set<String> reached(ServerState facts, List<String> entries) {
        var reached = new LinkedHashSet<String>();
        var open = new ArrayDeque<>(entries);
        while (!open.isEmpty()) {
            var name = open.removeFirst();
            var table = facts.tables().get(name);
            if (!reached.add(name) || table == null) {
                continue;
            }
            open.addAll(table.views());
            if (!table.target().isEmpty()) {
                open.add(table.target());
            }
        }
        return reached;
    }

    private static List<Problem> version(String version) {
        var match = VERSION.matcher(version);
        if (!match.matches()) {
            return List.of(Problem.note("server", "has version '" + version + "', which can't be read", ""));
        }
        var number = Integer.parseInt(match.group(1)) * 100 + Integer.parseInt(match.group(2));
        if (number < 2408) {
            return List.of(Problem.error(
                    "server",
                    "has version " + version + "; deduplication through materialized views needs 24.8 or newer",
                    "upgrade ClickHouse"));
        }
        return number < 2607
                ? List.of(Problem.note(
                        "server", "has version " + version + "; the schema was tested with 26.7", "upgrade ClickHouse"))
                : List.of();
    }

    private static List<Problem> session(ServerState facts) {
        var problems = new ArrayList<Problem>();
        PINNED.keySet().stream().sorted().forEach(name -> {
            var setting = facts.settings().get(name);
            var wanted = PINNED.get(name);
            if (setting == null || setting.value().equals(wanted)) {
                return;
            }
            var what = name + " is " + setting.value() + "; expected " + wanted;
            if (setting.locked()) {
                problems.add(Problem.error("server", what + ", and this user may not change it", MIND));
            } else if (HURTS_OTHERS.containsKey(name)) {
                problems.add(Problem.note(
                        "server",
                        what + ". The sink sets it on each insert, but " + HURTS_OTHERS.get(name),
                        "ALTER USER … SETTINGS " + name + " = " + wanted));
            }
        });
        return problems;
    }

    /** Rows that a merge removes can't be counted after a repeat. */
    private static List<Problem> entry(Table table) {
        return EngineFamily.of(table.engine()) == EngineFamily.OTHER || EngineFamily.keepsRows(table.engine())
                ? List.of()
                : List.of(Problem.error(
                        table.name(),
                        "has engine " + table.engine()
                                + ", whose merges take rows away: what has landed can't be counted",
                        "make it a MergeTree, ReplicatedMergeTree or SharedMergeTree"));
    }

    private List<Problem> table(Table table) {
        var family = EngineFamily.of(table.engine());
        if (family == EngineFamily.OTHER) {
            return List.of(Problem.error(
                    table.name(),
                    "has engine " + table.engine() + ", which is not known to remember blocks: a repeated one may pass"
                            + " through it again",
                    "make it a MergeTree with non_replicated_deduplication_window, or take its view out of the way"));
        }
        var problems = new ArrayList<Problem>();
        var windowSetting = family.windowSetting();
        if (number(table, windowSetting) <= 0) {
            problems.add(Problem.error(
                    table.name(),
                    windowSetting + " is 0: a repeated block counts twice in it",
                    alter(table, windowSetting + " = " + window)));
        } else if (number(table, windowSetting) < window) {
            problems.add(Problem.note(
                    table.name(),
                    windowSetting + " is " + number(table, windowSetting) + "; expected " + window
                            + ", so that a block is still known after that many others",
                    alter(table, windowSetting + " = " + window)));
        }
        if (family.forgetsByAge() && number(table, WINDOW_SECONDS) < seconds) {
            problems.add(Problem.error(
                    table.name(),
                    WINDOW_SECONDS + " is " + number(table, WINDOW_SECONDS) + "; expected at least " + seconds
                            + ", or a block may be forgotten while it is still retried",
                    alter(table, WINDOW_SECONDS + " = " + seconds)));
        }
        if (number(table, "async_insert") != 0) {
            problems.add(Problem.error(
                    table.name(),
                    "async_insert is on for this table: the server would mix blocks, whatever an insert says",
                    alter(table, "async_insert = 0")));
        }
        return problems;
    }

    private static String alter(Table table, String setting) {
        return "ALTER TABLE " + table.name() + " MODIFY SETTING " + setting;
    }

    private static long number(Table table, String setting) {
        var text = table.settings().getOrDefault(setting, "0");
        return text.equals("true") ? 1 : text.equals("false") ? 0 : Long.parseLong(text);
    }
}
