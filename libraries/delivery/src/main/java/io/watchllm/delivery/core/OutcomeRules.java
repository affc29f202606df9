package io.watchllm.delivery.core;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Maps ClickHouse error codes to the outcome of a batch. The only table of codes; any other code is in doubt, because
 * sending the same block again under the same token is always safe.
 */
public final class OutcomeRules {
    /** Code of a failure without one: a broken connection, a timeout, a proxy. */
    public static final int NO_CODE = 0;

    private static final int TOO_MANY_PARTS = 252;

    private enum Kind {
        DATA,
        CONFIG,
        NOT_NOW
    }

    /** CANNOT_PARSE_*, INCORRECT_DATA, conversions and ranges, violated constraints, unknown enum elements. */
    private static final Set<Integer> DATA =
            Set.of(6, 26, 27, 38, 41, 69, 70, 72, 117, 128, 131, 190, 321, 349, 407, 469, 691);

    /**
     * No such column, table, database, setting, format; wrong types; user, password, rights, constraints on settings.
     */
    private static final Set<Integer> CONFIG = Set.of(
            16, 36, 44, 47, 48, 50, 53, 60, 62, 73, 80, 81, 115, 164, 192, 193, 194, 195, 291, 452, 497, 511, 516);

    /**
     * Too many queries or connections, an overloaded server: rejected before the query began. A lack of memory, disk,
     * quorum or Keeper does not belong here: a block with rows of several partitions is written one partition at a
     * time, and may fail after the first.
     */
    private static final Set<Integer> NOT_NOW = Set.of(202, 203, 745);

    private static final Map<Integer, Kind> KINDS = Stream.of(
                    Map.entry(Kind.DATA, DATA), Map.entry(Kind.CONFIG, CONFIG), Map.entry(Kind.NOT_NOW, NOT_NOW))
            .flatMap(entry -> entry.getValue().stream().map(code -> Map.entry(code, entry.getKey())))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private OutcomeRules() {}

    /**
     * Maps an error of the server to an outcome.
     *
     * @param code ClickHouse's error code, or {@link #NO_CODE}
     * @param message its text
     * @param httpStatus status of the response; 200 means that the server had begun to report success
     */
    public static Outcome of(int code, String message, int httpStatus) {
        // The table may have the rows already, but a view may not.
        if (message.contains("pushing to view")) {
            return new Outcome.InDoubt(code, message, true);
        }
        if (httpStatus == 200) {
            return new Outcome.InDoubt(code, message);
        }
        if (code == TOO_MANY_PARTS) {
            return tooMany(message);
        }
        if (code == NO_CODE && (httpStatus == 401 || httpStatus == 403)) {
            return new Outcome.BadConfig(code, message);
        }
        return switch (KINDS.get(code)) {
            case DATA -> new Outcome.BadData(code, message);
            case CONFIG -> new Outcome.BadConfig(code, message);
            case NOT_NOW -> new Outcome.NotNow(code, message);
            case null -> new Outcome.InDoubt(code, message);
        };
    }

    /**
     * One code, two meanings: merges reduce the number of parts, but too many partitions in a block require splitting
     * it.
     */
    private static Outcome tooMany(String message) {
        return message.toLowerCase(Locale.ROOT).contains("too many partitions")
                ? new Outcome.BadData(TOO_MANY_PARTS, message)
                : new Outcome.NotNow(TOO_MANY_PARTS, message);
    }
}
