package io.watchllm.cli.shell;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a point in time: ISO 8601 with an offset, or how long ago. */
public final class TimeConverter implements ITypeConverter<Instant> {
    private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");

    private final Clock clock;

    public TimeConverter() {
        this(Clock.systemUTC());
    }

    TimeConverter(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String text) {
        var ago = AGO.matcher(text);
        try {
            if (!ago.matches()) {
                return OffsetDateTime.parse(text).toInstant();
            }
            var number = Long.parseLong(ago.group(1));
            return clock.instant()
                    .minus(
                            switch (ago.group(2)) {
                                case "s" -> Duration.ofSeconds(number);
                                case "m" -> Duration.ofMinutes(number);
                                case "h" -> Duration.ofHours(number);
                                default -> Duration.ofDays(number);
                            });
        } catch (DateTimeException wrong) {
            throw new TypeConversionException(
                    "'" + text + "' is no time; expected 2026-11-01T08:00:00Z, or how long ago: 30s, 15m, 2h, 7d");
        }
    }
}
