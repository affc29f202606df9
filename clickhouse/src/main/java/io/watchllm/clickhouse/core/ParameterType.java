package io.watchllm.clickhouse.core;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Type of a query parameter: which texts are valid values, and their form on the server. */
public sealed interface ParameterType {
    /** The known types, for messages. */
    String KNOWN = "String, Moment, UInt8, UInt16, UInt32 and Float64";

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
     * different things: a range ends with the whole of a day, and with the hour or day that a time lies in.
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
            return "a day such as 2026-11-29, or a time in UTC such as 2026-11-29T08:00:00Z";
        }

        @Override
        public Optional<String> read(String text) {
            if (text.isEmpty()) {
                return Optional.of(text);
            }
            try {
                return Optional.of(text.length() == DAY ? LocalDate.parse(text).toString() : SQL.format(time(text)));
            } catch (DateTimeParseException wrong) {
                return Optional.empty();
            }
        }

        private static LocalDateTime time(String text) {
            return text.endsWith("Z")
                    ? OffsetDateTime.parse(text)
                            .withOffsetSameInstant(ZoneOffset.UTC)
                            .toLocalDateTime()
                    : LocalDateTime.parse(text.replace(' ', 'T'));
        }
    }
}
