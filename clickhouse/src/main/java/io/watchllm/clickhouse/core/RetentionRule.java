package io.watchllm.clickhouse.core;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Retention of a table's rows or a column's values, in whole days; 0 is for ever.
 *
 * @param days default for all projects
 * @param projects days of the projects that differ from the default
 */
public record RetentionRule(long days, SortedMap<String, Long> projects) {
    /** Keeps everything. */
    public static final RetentionRule FOR_EVER = of(0);

    /**
     * Stands for "for ever" in an expression with other numbers of days: no row is that old, and a time so far from now
     * is still within ClickHouse's range, which ends in 2106.
     */
    private static final long FOR_EVER_DAYS = 20_000;

    private static final int NAMED_MAX = 5;

    /** The form in which ClickHouse reports the TTL of {@link #ttl}. */
    private static final Pattern SAME = Pattern.compile("(?s).* \\+ toIntervalDay\\((\\d{1,6})\\)");

    private static final Pattern BY_PROJECT = Pattern.compile(
            "(?s).* \\+ toIntervalDay\\(transform\\(project_id, \\[(.*)], \\[([\\d, ]+)], (\\d{1,6})\\)\\)");
    private static final Pattern ANY_DAYS = Pattern.compile("toIntervalDay\\((\\d{1,6})\\)");
    private static final Pattern NO_DELETE = Pattern.compile("(?s).* (TO (DISK|VOLUME) |RECOMPRESS |GROUP BY ).*");

    public RetentionRule {
        var others = new TreeMap<String, Long>(projects);
        others.values().removeIf(each -> each == days);
        projects = Collections.unmodifiableSortedMap(others);
    }

    /** The same for all projects. */
    public static RetentionRule of(long days) {
        return new RetentionRule(days, new TreeMap<>());
    }

    /** The retention of a table according to {@code engine_full} of {@code system.tables}. */
    public static RetentionRule ofEngine(String engine) {
        return ofTtl(ttlOfEngine(engine));
    }

    /** The TTL of a table within {@code engine_full}; empty when there is none. */
    static String ttlOfEngine(String engine) {
        var start = SqlList.next(engine, " TTL ", 0);
        if (start < 0) {
            return "";
        }
        var ttl = engine.substring(start + " TTL ".length());
        var end = SqlList.next(ttl, " SETTINGS ", 0);
        return end < 0 ? ttl : ttl.substring(0, end);
    }

    /**
     * The retention that a TTL results in. Of a TTL that this project did not write, such as one with conditions, only
     * the shortest time is known: older rows may be gone.
     */
    static RetentionRule ofTtl(String ttl) {
        var deletes = SqlList.split(ttl).stream()
                .filter(element -> !NO_DELETE.matcher(element).matches())
                .map(element -> element.endsWith(" DELETE")
                        ? element.substring(0, element.length() - " DELETE".length())
                        : element)
                .toList();
        return deletes.size() == 1 ? exact(deletes.getFirst()).orElseGet(() -> shortest(deletes)) : shortest(deletes);
    }

    /** The exact retention, when the expression has the form of {@link #ttl}. */
    private static Optional<RetentionRule> exact(String expression) {
        var same = SAME.matcher(expression);
        if (same.matches()) {
            return Optional.of(of(kept(same.group(1))));
        }
        var byProject = BY_PROJECT.matcher(expression);
        if (!byProject.matches()) {
            return Optional.empty();
        }
        var names = SqlList.split(byProject.group(1));
        var days = SqlList.split(byProject.group(2));
        var projects = new TreeMap<String, Long>();
        for (var i = 0; i < Math.min(names.size(), days.size()); i++) {
            projects.put(SqlLiteral.text(names.get(i)), kept(days.get(i)));
        }
        return Optional.of(new RetentionRule(kept(byProject.group(3)), projects));
    }

    private static long kept(String number) {
        var days = Long.parseLong(number);
        return days == FOR_EVER_DAYS ? 0 : days;
    }

    private static RetentionRule shortest(List<String> deletes) {
        return of(deletes.stream()
                .flatMap(element -> ANY_DAYS.matcher(element).results())
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .min()
                .orElse(0));
    }

    /** Whether nothing ever expires. */
    public boolean forEver() {
        return days == 0 && projects.isEmpty();
    }

    /** The days of a project; 0 is for ever. */
    public long daysOf(String project) {
        return projects.getOrDefault(project, days);
    }

    /** The shorter of both, for each project. */
    public RetentionRule shorter(RetentionRule other) {
        var named = new TreeSet<>(projects.keySet());
        named.addAll(other.projects.keySet());
        return new RetentionRule(
                shorter(days, other.days),
                new TreeMap<>(named.stream()
                        .collect(Collectors.toMap(
                                Function.identity(), project -> shorter(daysOf(project), other.daysOf(project))))));
    }

    private static long shorter(long one, long other) {
        return LongStream.of(one, other).filter(each -> each > 0).min().orElse(0);
    }

    /** The shortest retention of all projects; 0 when nothing ever expires. */
    public long shortest() {
        return Stream.concat(Stream.of(days), projects.values().stream()).reduce(0L, RetentionRule::shorter);
    }

    /**
     * The TTL, in the form in which ClickHouse reports it; empty when nothing ever expires.
     *
     * @param age the column expression from which the age counts, a time in seconds or a date
     */
    public String ttl(String age) {
        return forEver() ? "" : age + " + toIntervalDay(" + daysSql() + ")";
    }

    /** An SQL expression for the days of the row's project, by its column {@code project_id}. */
    private String daysSql() {
        return projects.isEmpty() ? Long.toString(days) : daysSql("project_id");
    }

    /** An SQL expression for the days of a project; a large number where rows stay for ever. */
    public String daysSql(String project) {
        return projects.isEmpty()
                ? Long.toString(number(days))
                : "transform(" + project + ", ["
                        + projects.keySet().stream().map(SqlLiteral::of).collect(Collectors.joining(", ")) + "], ["
                        + projects.values().stream()
                                .map(each -> Long.toString(number(each)))
                                .collect(Collectors.joining(", "))
                        + "], " + number(days) + ")";
    }

    private static long number(long days) {
        return days == 0 ? FOR_EVER_DAYS : days;
    }

    /** The rule in words, such as {@code 90 days, but 7 days of demo, sandbox}. */
    public String words() {
        Map<Long, List<String>> byDays = projects.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, TreeMap::new, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        return words(days)
                + (byDays.isEmpty() ? "" : ", but ")
                + byDays.entrySet().stream()
                        .map(each -> words(each.getKey()) + " of " + names(each.getValue()))
                        .collect(Collectors.joining("; "));
    }

    private static String words(long days) {
        return days == 0 ? "for ever" : days + (days == 1 ? " day" : " days");
    }

    private static String names(List<String> projects) {
        var named = projects.stream().limit(NAMED_MAX).collect(Collectors.joining(", "));
        return projects.size() > NAMED_MAX ? named + " and " + (projects.size() - NAMED_MAX) + " more" : named;
    }
}
