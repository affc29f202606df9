package io.watchllm.strictfile;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.watchllm.text.SimilarNames;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One value of a file, with its path and line. Reads without an expectation, such as {@link #text}, return null for a
 * value of another type; the others report a fault and return a value that is usable until the end of the file.
 */
public final class FileValue {

    /** Boolean words of YAML 1.1; JSON has only two of them. */
    private static final Map<String, Boolean> FLAGS =
            Map.of("true", true, "yes", true, "on", true, "false", false, "no", false, "off", false);

    private static final int INT_DIGITS_MAX = 10;

    private final List<Fault> faults;
    private final String path;
    private final int line;

    /** A map of members, a list of values, a scalar, or null if the value is missing. */
    private final @Nullable Object content;

    /** Types of scalars. */
    enum Kind {
        NULL,
        FLAG,
        NUMBER,
        TEXT
    }

    /**
     * A scalar.
     *
     * @param raw the text in the file, without quotes
     * @param isText whether it may be read as text
     */
    record Scalar(Kind kind, String raw, boolean isText) {}

    /** A fault of the file, as a sentence. */
    record Fault(int line, String sentence) {}

    FileValue(List<Fault> faults, String path, int line, @Nullable Object content) {
        this.faults = faults;
        this.path = path;
        this.line = line;
        this.content = content;
    }

    static String member(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Whether the file lacks it. */
    public boolean isMissing() {
        return content == null;
    }

    /** Whether the file has it, and it is not null. */
    public boolean isSet() {
        return content != null && raw(Kind.NULL) == null;
    }

    /** Whether it is a map that has the key. */
    public boolean has(String key) {
        return members().containsKey(key);
    }

    /** The member with this key; a missing value on the same line if there is none. */
    public FileValue get(String key) {
        var member = members().get(key);
        return member == null ? new FileValue(faults, member(path, key), line, null) : member;
    }

    /** The members in the order of the file; none if it is not a map. */
    @SuppressWarnings("unchecked")
    public Map<String, FileValue> members() {
        return content instanceof Map<?, ?> map ? (Map<String, FileValue>) map : Map.of();
    }

    /** Whether it is a map; its unknown keys, or anything else in its place, are reported. */
    public boolean isMapOf(Collection<String> keys, String expected) {
        if (!(content instanceof Map)) {
            invalid(expected);
            return false;
        }
        members().forEach((key, value) -> {
            if (!keys.contains(key)) {
                value.fault("is not known", "one of " + suggested(key, keys));
            }
        });
        return true;
    }

    /** The items of a required list of {@code min} to {@code max} items; none if it is not a list. */
    public List<FileValue> items(int min, int max, String what) {
        var items = list();
        if (!(content instanceof List) || items.size() < min || items.size() > max) {
            invalid("a list of " + min + " to " + max + " " + what);
        }
        return items.size() > max ? List.of() : items;
    }

    /** The items of a list; none if it is not a list. */
    @SuppressWarnings("unchecked")
    public List<FileValue> list() {
        return content instanceof List<?> list ? (List<FileValue>) list : List.of();
    }

    /** Whether it is a list. */
    public boolean isList() {
        return content instanceof List;
    }

    /** The text, or null; in YAML every scalar without quotes is also a text. */
    public @Nullable String text() {
        return content instanceof Scalar scalar && scalar.isText ? scalar.raw : null;
    }

    /** The number, exactly as written, or null. */
    public @Nullable BigDecimal number() {
        var raw = raw(Kind.NUMBER);
        return raw == null ? null : new BigDecimal(raw);
    }

    private @Nullable String raw(Kind kind) {
        return content instanceof Scalar scalar && scalar.kind == kind ? scalar.raw : null;
    }

    /** The whole number, or null; {@code 1.0} is none. */
    public @Nullable Integer whole() {
        var number = number();
        if (number == null || number.scale() != 0 || number.precision() > INT_DIGITS_MAX) {
            return null;
        }
        long whole = number.longValue();
        return whole == (int) whole ? (Integer) (int) whole : null;
    }

    /** The boolean, or null; a quoted word is none. */
    public @Nullable Boolean flag() {
        var raw = raw(Kind.FLAG);
        return raw == null ? null : FLAGS.get(raw.toLowerCase(Locale.ROOT));
    }

    /** A required text of this form. */
    public String matching(Pattern form, String expected) {
        var text = text();
        if (text == null || !form.matcher(text).matches()) {
            invalid(expected);
        }
        return text == null ? "" : text;
    }

    /** The value with a required word, or null if none has it. */
    public <T> @Nullable T oneOf(Collection<T> values, Function<? super T, String> word) {
        var text = text();
        for (var value : values) {
            if (word.apply(value).equals(text)) {
                return value;
            }
        }
        invalid("one of "
                + suggested(text == null ? "" : text, values.stream().map(word).toList()));
        return null;
    }

    /** A list of distinct texts, at least one; empty if it is missing. */
    public Set<String> texts(String what) {
        var texts = new LinkedHashSet<String>();
        if (content != null && list().isEmpty()) {
            invalid("a list of " + what + ", at least one");
        }
        for (var item : list()) {
            var text = item.text();
            if (text == null || text.isEmpty()) {
                fault("has " + item.shown(), what + " as texts");
            } else if (!texts.add(text)) {
                fault("has \"" + text + "\" twice", "each once");
            }
        }
        return texts;
    }

    /** A list of distinct words, at least one, each of these; empty if it is missing. */
    public Set<String> words(String what, Collection<String> known) {
        var words = texts(what);
        for (var word : words) {
            if (!known.contains(word)) {
                fault("has \"" + word + "\"", "some of " + suggested(word, known));
            }
        }
        return words;
    }

    /** A whole number from 1; {@code otherwise} if it is missing or invalid. */
    public int whole(int max, int otherwise) {
        var number = whole();
        if (content != null && (number == null || number < 1 || number > max)) {
            invalid("a whole number, 1 to " + max);
            return otherwise;
        }
        return number == null ? otherwise : number;
    }

    /** A duration within bounds, such as {@code 30s}; {@code otherwise} if it is missing or invalid. */
    public Duration duration(String min, String max, Duration otherwise) {
        var text = text();
        var millis = text == null ? null : Durations.millis(text);
        if (content != null && (millis == null || isOutside(millis, min, max))) {
            invalid("time with a unit (ms, s, m, h, d), " + min + " to " + max);
            return otherwise;
        }
        return millis == null ? otherwise : Duration.ofMillis(millis);
    }

    private static boolean isOutside(long millis, String min, String max) {
        return millis < Objects.requireNonNull(Durations.millis(min))
                || millis > Objects.requireNonNull(Durations.millis(max));
    }

    /** Reports the value. */
    public void invalid(String expected) {
        fault("is " + shown(), expected);
    }

    /** Reports a problem with the value, and what is expected. */
    public void fault(String problem, String expected) {
        fault(problem + "; expected " + expected);
    }

    /** Reports a sentence about the value, without its subject. */
    public void fault(String problem) {
        faults.add(new Fault(line, (path.isEmpty() ? "the file" : path) + " " + problem));
    }

    /** Number of faults reported so far, in the whole file. */
    public int faults() {
        return faults.size();
    }

    /** The value for messages: a text in quotes, other scalars as written, the size of a list. */
    private String shown() {
        return switch (content) {
            case null -> path.isEmpty() ? "empty" : "missing";
            case List<?> list -> "a list of " + list.size();
            case Scalar scalar ->
                switch (scalar.kind) {
                    case NULL -> "null";
                    case TEXT ->
                        '"' + new String(JsonStringEncoder.getInstance().quoteAsString(scalar.raw)) + '"';
                    default -> scalar.raw;
                };
            default -> "a map";
        };
    }

    private static String suggested(String found, Collection<String> words) {
        return String.join(", ", words)
                + SimilarNames.question(found, words)
                        .map(question -> " (" + question + ")")
                        .orElse("");
    }
}
