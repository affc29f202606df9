package io.watchllm.clickhouse.core;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Projects with a retention of their own.
 *
 * @param days how long rows are kept; 0 for ever
 * @param payloadDays how long their payload is kept; 0 for the default
 */
public record RetentionClass(String name, long days, long payloadDays, List<String> projects) {
    /** Syntax of the classes, for messages. */
    public static final String FORM = "classes NAME=DAYS:PROJECT,PROJECT with semicolons between, such as"
            + " trial=7d:demo,sandbox; bank=400d/30d:ledger";

    private static final long DAYS_MAX = 3650;

    /** Each project becomes part of the TTL of every table. */
    private static final int PROJECTS_MAX = 1_000;

    private static final Pattern ONE =
            Pattern.compile("\\s*([\\w-]+)\\s*=\\s*(\\d{1,4})d(?:/(\\d{1,4})d)?\\s*:(.+)", Pattern.DOTALL);

    public RetentionClass {
        projects = List.copyOf(projects);
    }

    /**
     * Parses classes; a blank text has none.
     *
     * @throws IllegalArgumentException when the text is invalid; the message says what is expected
     */
    public static List<RetentionClass> read(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        var classes = Arrays.stream(text.split(";", -1))
                .map(ONE::matcher)
                .map(RetentionClass::of)
                .toList();
        var names = new HashSet<String>();
        var projects = new HashSet<String>();
        for (var each : classes) {
            require(names.add(each.name()), "each class once; '" + each.name() + "' is there twice");
            for (var project : each.projects()) {
                require(projects.add(project), "each project once; '" + project + "' is there twice");
            }
        }
        require(projects.size() <= PROJECTS_MAX, "at most " + PROJECTS_MAX + " projects");
        return classes;
    }

    private static RetentionClass of(Matcher match) {
        require(match.matches(), FORM);
        var days = days(match.group(2));
        var payload = match.group(3) == null ? 0 : days(match.group(3));
        require(match.group(3) == null || payload > 0, "at least 1d for a payload");
        require(
                payload == 0 || days == 0 || payload <= days,
                "a payload that is not kept longer than its rows, in class '" + match.group(1) + "'");
        var projects =
                Arrays.stream(match.group(4).split(",", -1)).map(String::strip).toList();
        require(
                projects.stream()
                        .noneMatch(
                                project -> project.isEmpty() || project.chars().anyMatch(Character::isISOControl)),
                FORM);
        return new RetentionClass(match.group(1), days, payload, projects);
    }

    private static long days(String text) {
        var days = Long.parseLong(text);
        require(days <= DAYS_MAX, "at most " + DAYS_MAX + "d");
        return days;
    }

    private static void require(boolean right, String expected) {
        if (!right) {
            throw new IllegalArgumentException("expected " + expected);
        }
    }
}
