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
import java.util.Optional;
import java.util.regex.Pattern;

/** Type of a query parameter: which texts are valid values, and their form on the server. */
public sealed interface ParameterType {
    /** The known types, for messages. */
    String KNOWN = "String, Moment, Zone, UInt8, UInt16, UInt32 and Float64";

    /** Length of a day without a time, such as {@code 2026-11-29}. */
    int DAY = 10;

    /** Its name in ClickHouse. */
    String name();

    /** What a valid value is, with an example. */
    String expected();

    /** The value in the form the server expects; empty when the text is not valid. */
    Optional<String> read(String text);

    /** The type of this name in the header of a query; empty when there is none. */
    static Optional<ParameterType> of(String name) {
        return switch (name) {
            case "String" -> Optional.of(new Text());
            case "UInt8" -> Optional.of(new Whole(8));
            case "UInt16" -> Optional.of(new Whole(16));
            case "UInt32" -> Optional.of(new Whole(32));
            case "Float64" -> Optional.of(new Fraction());
            case "Moment" -> Optional.of(new Moment());
            case "Zone" -> Optional.of(new Zone());
            default -> Optional.empty();
        };
    }

    /** Any text. */
    record Text() implements ParameterType {
        @Override
        public String name() {
            return "String";
        }

        @Override
        public String expected() {
            return "a text";
        }

        @Override
        public Optional<String> read(String text) {
            return Optional.of(text);
        }
    }

    /**
     * A whole number, not negative.
     *
     * @param bits how many bits it has
     */
    record Whole(int bits) implements ParameterType {
        private static final Pattern DIGITS = Pattern.compile("\\d{1,20}");

        @Override
        public String name() {
            return "UInt" + bits;
        }

        @Override
        public String expected() {
            return "a whole number from 0 to " + last() + ", such as 24";
        }

        @Override
        public Optional<String> read(String text) {
            return DIGITS.matcher(text).matches() && new BigInteger(text).compareTo(last()) <= 0
                    ? Optional.of(new BigInteger(text).toString())
                    : Optional.empty();
        }

        private BigInteger last() {
            return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        }
    }

    /** A decimal number. */
    record Fraction() implements ParameterType {
        private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");

        @Override
        public String name() {
            return "Float64";
        }

        @Override
        public String expected() {
            return "a number, such as 0.9";
        }

        @Override
        public Optional<String> read(String text) {
            return NUMBER.matcher(text).matches() ? Optional.of(text) : Optional.empty();
        }
    }

    /**
     * A day, or a point in time; an empty text means now. Queries take it as a text, since a day and a time mean
     * different things: a range ends with the whole of a day, and with the hour or day that a time lies in. Without a
     * {@code Z} it is in the time zone of the query.
     */
    record Moment() implements ParameterType {
        private static final DateTimeFormatter SQL =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

        @Override
        public String name() {
            return "String";
        }

        @Override
        public String expected() {
            return "a day such as 2026-11-29, or a time such as 2026-11-29T08:00:00 or, in UTC, 2026-11-29T08:00:00Z";
        }

        @Override
        public Optional<String> read(String text) {
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

    /** A time zone of the IANA database. Queries take it as a text. */
    record Zone() implements ParameterType {
        @Override
        public String name() {
            return "String";
        }

        @Override
        public String expected() {
            return "a time zone such as UTC or Europe/Berlin";
        }

        @Override
        public Optional<String> read(String text) {
            return ZoneId.getAvailableZoneIds().contains(text) ? Optional.of(text) : Optional.empty();
        }
    }
}
