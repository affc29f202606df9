package io.watchllm.privacy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Checks whether a user's pattern is valid and within its bounds. */
final class PatternCheck {

    static final int CHARACTERS_MAX = 1_000;

    /** In the worst case each character of a text is matched against every instruction. */
    static final int INSTRUCTIONS_MAX = 1_000;

    private static final double WEIGHT_MAX = 20_000;
    private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");

    private PatternCheck() {}

    /** Result of a check. */
    sealed interface Outcome {}

    /** The compiled pattern. */
    record Fit(Pattern pattern) implements Outcome {}

    /** What is wrong with the pattern, and what is expected. */
    record Unfit(String problem, String right) implements Outcome {}

    static Outcome compile(String text) {
        if (text.length() > CHARACTERS_MAX) {
            return new Unfit(
                    "is " + text.length() + " characters long",
                    "at most " + CHARACTERS_MAX + " characters, or several rules");
        }
        if (weight(text) > WEIGHT_MAX) {
            // Checked before compiling: nested repeats could use up all memory.
            return new Unfit(
                    "is far too large with all its repeats in braces multiplied",
                    "at most " + INSTRUCTIONS_MAX + " instructions (fewer repeats of repeats)");
        }
        try {
            var pattern = Pattern.compile(text);
            if (pattern.programSize() > INSTRUCTIONS_MAX) {
                return new Unfit(
                        "compiles to " + pattern.programSize() + " instructions",
                        "at most " + INSTRUCTIONS_MAX + " (fewer repeats in braces)");
            }
            if (pattern.matcher("").find()) {
                return new Unfit("matches the empty text", "a pattern that takes at least one character");
            }
            return new Fit(pattern);
        } catch (PatternSyntaxException failure) {
            return new Unfit(
                    "is no regular expression of RE2: " + failure.getDescription() + place(text, failure.getPattern()),
                    "the syntax of RE2, which has no back references and no look-around");
        }
    }

    private static String place(String text, String part) {
        int at = part.isEmpty() ? -1 : text.indexOf(part);
        return at < 0 ? "" : " at character " + (at + 1) + ", `" + part + "`";
    }

    /** Number of characters and classes in the pattern, multiplied by the repeats around them. */
    private static double weight(String text) {
        var outer = new ArrayDeque<Double>();
        var count = COUNT.matcher(text);
        double sum = 0;
        double last = 0;
        int at = 0;
        while (at < text.length()) {
            switch (text.charAt(at)) {
                case '(' -> {
                    outer.push(sum + last);
                    sum = 0;
                    last = 0;
                    at++;
                }
                case ')' -> {
                    last += sum;
                    sum = outer.isEmpty() ? 0 : outer.pop();
                    at++;
                }
                case '{' -> {
                    if (count.find(at) && count.start() == at) {
                        last *= Math.max(1, repeats(count.group(1), count.group(2)));
                        at = count.end();
                    } else {
                        at++;
                    }
                }
                default -> {
                    sum += last;
                    last = 1;
                    at = itemEnd(text, at);
                }
            }
        }
        return sum + last;
    }

    private static double repeats(String least, @Nullable String most) {
        return Double.parseDouble(most == null || most.isEmpty() ? least : most);
    }

    private static int itemEnd(String text, int at) {
        if (text.charAt(at) == '\\') {
            return at + 2;
        }
        if (text.charAt(at) != '[') {
            return at + 1;
        }
        // A bracket at the beginning of a class is literal.
        int end = text.startsWith("^", at + 1) ? at + 2 : at + 1;
        end = text.startsWith("]", end) ? end + 1 : end;
        while (end < text.length() && text.charAt(end) != ']') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return end + 1;
    }
}
