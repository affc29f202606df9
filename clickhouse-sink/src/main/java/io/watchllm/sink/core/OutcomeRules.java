package io.watchllm.sink.core;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a ClickHouse error code means for a batch. The one table of codes; whatever is not in it is in doubt, because
 * sending the same again under the same token is never wrong.
 */
public final class OutcomeRules {
    /** Code of an answer without one: a broken connection, a time-out, a proxy. */
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
     * Too many queries or connections, an overloaded server: refused before the query began. A lack of memory, disk,
     * quorum or Keeper is none of these: a block with rows of several partitions is written one after the other, and
     * may lack something after the first.
     */
    private static final Set<Integer> NOT_NOW = Set.of(202, 203, 745);

    private static final Map<Integer, Kind> KINDS = Stream.of(
                    Map.entry(Kind.DATA, DATA), Map.entry(Kind.CONFIG, CONFIG), Map.entry(Kind.NOT_NOW, NOT_NOW))
            .flatMap(entry -> entry.getValue().stream().map(code -> Map.entry(code, entry.getKey())))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private OutcomeRules() {}

    /**
     * Sorts a refusal of the server.
     *
     * @param code ClickHouse's error code, or {@link #NO_CODE}
     * @param message its text
     * @param httpStatus status of the answer; 200 means that the server had begun to answer well
     */
    public static Outcome of(int code, String message, int httpStatus) {
        // The table may have the rows already, and a view not.
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

    /** One code, two meanings: parts are merged away with time, the partitions of a block only go when it is split. */
    private static Outcome tooMany(String message) {
        return message.toLowerCase(Locale.ROOT).contains("too many partitions")
                ? new Outcome.BadData(TOO_MANY_PARTS, message)
                : new Outcome.NotNow(TOO_MANY_PARTS, message);
    }
}
