package io.watchllm.runtime;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One environment variable: its name, allowed values and meaning.
 *
 * @param name the variable, {@code WATCHLLM_…}
 * @param kind allowed values, for messages: type and bounds
 * @param defaultText the default, in the variable's syntax; null when it must be set
 * @param doc what it does, in a sentence
 * @param secret whether its value must not be shown
 * @param parser parses the text, or throws IllegalArgumentException with the expected value
 */
public record Setting<T>(
        String name, String kind, @Nullable String defaultText, String doc, boolean secret, Parser<T> parser) {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB)?");

    /** Parses text to a value; the exception's message says what is expected. */
    @FunctionalInterface
    public interface Parser<T> {
        T parse(String text);
    }

    /** The text may hold a password, so no message may repeat it. */
    static final class HiddenValueException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        HiddenValueException(String message) {
            super(message);
        }
    }

    /** Any text that is not blank. */
    public static Setting<String> text(String name, @Nullable String defaultText, String doc) {
        return new Setting<>(name, "text", defaultText, doc, false, text -> text);
    }

    /** Text that is never shown; empty when unset. */
    public static Setting<Secret> secret(String name, String doc) {
        return new Setting<>(name, "secret text", "", doc, true, Secret::new);
    }

    /** A whole number within bounds, both included. */
    public static Setting<Integer> integer(String name, int min, int max, @Nullable Integer defaultValue, String doc) {
        var kind = "whole number, " + min + " to " + max;
        var defaultText = defaultValue == null ? null : defaultValue.toString();
        return new Setting<>(
                name,
                kind,
                defaultText,
                doc,
                false,
                text -> within(number(text, kind), min, max, kind).intValue());
    }

    /** A duration within bounds, such as {@code 250ms}, {@code 5s}, {@code 10m}, {@code 2h} or {@code 90d}. */
    public static Setting<Duration> duration(String name, String min, String max, String defaultText, String doc) {
        var kind = "time with a unit (ms, s, m, h, d), " + min + " to " + max;
        var low = parseDuration(min, kind).toMillis();
        var high = parseDuration(max, kind).toMillis();
        return new Setting<>(name, kind, defaultText, doc, false, text -> {
            var value = parseDuration(text, kind);
            within(value.toMillis(), low, high, kind);
            return value;
        });
    }

    /**
     * Whole days within bounds, both included: a duration that is not a whole number of days is rejected, never
     * rounded.
     */
    public static Setting<Long> days(String name, long min, long max, String defaultText, String doc) {
        var kind = "whole days, such as 90d; %dd to %dd".formatted(min, max);
        return new Setting<>(name, kind, defaultText, doc, false, text -> {
            var value = parseDuration(text, kind);
            if (!value.equals(Duration.ofDays(value.toDays()))) {
                throw new IllegalArgumentException("expected " + kind);
            }
            return within(value.toDays(), min, max, kind);
        });
    }

    /** A number of bytes within bounds, such as {@code 512}, {@code 64KiB} or {@code 16MiB}. */
    public static Setting<Long> bytes(String name, String min, String max, String defaultText, String doc) {
        var kind = "bytes with a unit (B, KiB, MiB, GiB), " + min + " to " + max;
        var low = parseBytes(min, kind);
        var high = parseBytes(max, kind);
        return new Setting<>(
                name, kind, defaultText, doc, false, text -> within(parseBytes(text, kind), low, high, kind));
    }

    /** A share between two bounds, both included, as a decimal number. */
    public static Setting<Double> share(String name, double min, double max, String defaultText, String doc) {
        var kind = "decimal number, " + min + " to " + max;
        return new Setting<>(name, kind, defaultText, doc, false, text -> {
            var value = parseDouble(text, kind);
            if (!(value >= min && value <= max)) {
                throw new IllegalArgumentException("expected " + kind);
            }
            return value;
        });
    }

    /** {@code true} or {@code false}. */
    public static Setting<Boolean> flag(String name, boolean defaultValue, String doc) {
        return new Setting<>(name, "true or false", String.valueOf(defaultValue), doc, false, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        });
    }

    /** One of an enum's constants, written in lower case. */
    public static <E extends Enum<E>> Setting<E> choice(String name, Class<E> type, E defaultValue, String doc) {
        return new Setting<>(
                name, "one of " + names(type), lower(defaultValue), doc, false, text -> constant(type, text));
    }

    /** A file or folder; its reader checks whether it exists. */
    public static Setting<Path> path(String name, @Nullable String defaultText, String doc) {
        return new Setting<>(name, "path", defaultText, doc, false, Path::of);
    }

    /** An http or https address. */
    public static Setting<URI> url(String name, @Nullable String defaultText, String doc) {
        return new Setting<>(name, "http or https URL", defaultText, doc, false, text -> {
            if (text.contains("@")) {
                throw new HiddenValueException(
                        "a URL must not carry user or password (no @ in it); use the …_USER and …_PASSWORD variables or the Kafka properties file");
            }
            var uri = URI.create(text);
            if (uri.getHost() == null || !List.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                throw new IllegalArgumentException("expected an http or https URL such as http://localhost:8123");
            }
            return uri;
        });
    }

    /** A comma-separated list, each element parsed by {@code element}; at least one. */
    public static <E> Setting<List<E>> list(
            String name, String kind, String defaultText, String doc, Function<String, E> element) {
        return new Setting<>(name, "list with commas: " + kind, defaultText, doc, false, text -> {
            var words = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            if (words.stream().anyMatch(String::isEmpty)) {
                throw new IllegalArgumentException("expected " + kind + ", with one comma between two of them");
            }
            return words.stream().map(element).toList();
        });
    }

    /** The same setting, empty when the variable is unset. */
    public Setting<Optional<T>> optional() {
        return new Setting<>(
                name,
                kind,
                "",
                doc,
                secret,
                text -> text.isEmpty() ? Optional.empty() : Optional.of(parser.parse(text)));
    }

    /** The constant that {@code text} names in lower case. */
    public static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> lower(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of " + names(type)));
    }

    private static String names(Class<? extends Enum<?>> type) {
        return String.join(
                ", ", Arrays.stream(type.getEnumConstants()).map(Setting::lower).toList());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Duration parseDuration(String text, String kind) {
        var match = DURATION.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("expected " + kind);
        }
        var amount = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static long parseBytes(String text, String kind) {
        Matcher match = BYTES.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("expected " + kind);
        }
        var unit = match.group(2) == null ? "B" : match.group(2);
        var shift = List.of("B", "KiB", "MiB", "GiB").indexOf(unit) * 10;
        return Math.multiplyExact(Long.parseLong(match.group(1)), 1L << shift);
    }

    private static long number(String text, String kind) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("expected " + kind);
        }
    }

    private static double parseDouble(String text, String kind) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("expected " + kind);
        }
    }

    private static Long within(long value, long min, long max, String kind) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("expected " + kind);
        }
        return value;
    }
}
