package io.watchllm.clickhouse.core;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Type of a query parameter: which texts are valid values, and their form on the server.
 *
 * @param name its name in ClickHouse
 * @param expected what a valid value is, with an example
 * @param form the value in the form the server expects; empty when the text is not valid
 */
public record ParameterType(String name, String expected, Function<String, Optional<String>> form) {
    /** The known types, for messages. */
    static final String KNOWN = "String, Moment, Zone, UInt8, UInt16, UInt32 and Float64";

    /** Length of a day without a time, such as {@code 2026-11-29}. */
    private static final int DAY = 10;

    private static final Pattern DIGITS = Pattern.compile("\\d{1,20}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");
    private static final DateTimeFormatter SQL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    /** By the name in the header of a query. A moment is sent as a text, see {@link #moment}. */
    private static final Map<String, ParameterType> TYPES = Map.of(
            "String",
            new ParameterType("String", "a text", Optional::of),
            "UInt8",
            whole(8),
            "UInt16",
            whole(16),
            "UInt32",
            whole(32),
            "Float64",
            new ParameterType(
                    "Float64",
                    "a number, such as 0.9",
                    text -> Optional.of(text).filter(NUMBER.asMatchPredicate())),
            "Moment",
            new ParameterType(
                    "String",
                    "a day such as 2026-11-29, or a time such as 2026-11-29T08:00:00 or, in UTC, 2026-11-29T08:00:00Z",
                    ParameterType::moment),
            "Zone",
            new ParameterType(
                    "String",
                    "a time zone such as UTC or Europe/Berlin",
                    text -> Optional.of(text).filter(ZoneId.getAvailableZoneIds()::contains)));

    /** The type of this name in the header of a query; empty when there is none. */
    static Optional<ParameterType> of(String name) {
        return Optional.ofNullable(TYPES.get(name));
    }

    /** The value in the form the server expects; empty when the text is not valid. */
    public Optional<String> read(String text) {
        return form.apply(text);
    }

    /** A whole number of so many bits, not negative. */
    private static ParameterType whole(int bits) {
        var last = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        return new ParameterType(
                "UInt" + bits,
                "a whole number from 0 to " + last + ", such as 24",
                text -> Optional.of(text)
                        .filter(DIGITS.asMatchPredicate())
                        .map(BigInteger::new)
                        .filter(number -> number.compareTo(last) <= 0)
                        .map(BigInteger::toString));
    }

    /**
     * A day, or a point in time; an empty text means now. Queries take it as a text, since a day and a time mean
     * different things: a range ends with the whole of a day, and with the hour or day that a time lies in. Without a
     * {@code Z} it is in the time zone of the query.
     */
    private static Optional<String> moment(String text) {
        if (text.isEmpty()) {
            return Optional.of(text);
        }
        try {
            return Optional.of(text.length() == DAY ? LocalDate.parse(text).toString() : time(text));
        } catch (DateTimeParseException wrong) {
            return Optional.empty();
        }
    }

    private static String time(String text) {
        return text.endsWith("Z")
                ? SQL.format(OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC)) + "Z"
                : SQL.format(LocalDateTime.parse(text.replace(' ', 'T')));
    }
}
