package io.watchllm.cli.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Variables of a file, read as a shell ({@code set -a; . FILE}) and Compose ({@code env_file}) read them: NAME=value
 * lines, comments, {@code export}, quotes, the mark of a byte order, line ends of Windows; and blanks around {@code =},
 * as Compose takes them. A value that a shell and Compose would read differently is refused, never guessed.
 *
 * @param variables the last value of each name
 * @param repeated a sentence for each line whose name an earlier line gave, too
 */
public record EnvironmentFile(Map<String, String> variables, List<String> repeated) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern EXPORT = Pattern.compile("export[ \t]+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|KEY).*");

    /** A line that can't be read. The message has its number and the reason, never what the line holds. */
    public static final class UnreadableLineException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableLineException(int line, String problem) {
            super("line " + line + " " + problem);
        }
    }

    public EnvironmentFile {
        variables = Map.copyOf(variables);
        repeated = List.copyOf(repeated);
    }

    /**
     * Reads the text of a file.
     *
     * @throws UnreadableLineException at the first line that is no variable, comment or blank
     */
    public static EnvironmentFile of(String text) throws UnreadableLineException {
        return new Reading(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).file();
    }

    /** Whether a variable has a name such as secrets have. */
    public boolean hasSecrets() {
        return variables.keySet().stream().anyMatch(name -> SECRET.matcher(name).matches());
    }

    /** One pass over the text. */
    private static final class Reading {
        private static final String NO_VARIABLE = "is no NAME=value line";

        private final String text;
        private final Map<String, Integer> lines = new LinkedHashMap<>();
        private final Map<String, String> variables = new LinkedHashMap<>();
        private final List<String> repeated = new ArrayList<>();
        private int at;
        private int line = 1;

        Reading(String text) {
            this.text = text.replace("\r\n", "\n");
        }

        EnvironmentFile file() throws UnreadableLineException {
            while (at < text.length()) {
                skipBlanks();
                if (peek() != '\n' && peek() != '#') {
                    variable();
                }
                endOfLine();
            }
            return new EnvironmentFile(variables, repeated);
        }

        private void variable() throws UnreadableLineException {
            var first = line;
            var end = text.indexOf('\n', at);
            var cut = text.indexOf('=', at);
            if (cut < 0 || (end >= 0 && cut > end)) {
                throw problem(NO_VARIABLE);
            }
            var name = EXPORT.matcher(text.substring(at, cut)).replaceFirst("").strip();
            if (!NAME.matcher(name).matches()) {
                throw problem(NO_VARIABLE + ": a name is letters, digits and _, and begins with no digit");
            }
            at = cut + 1;
            skipBlanks();
            var value = switch (peek()) {
                case '\'' -> singleQuoted();
                case '"' -> doubleQuoted();
                default -> bare();
            };
            var before = lines.put(name, first);
            if (before != null) {
                repeated.add("line %s gives %s, as line %s does; the last one counts".formatted(first, name, before));
            }
            variables.put(name, value);
        }

        private String singleQuoted() throws UnreadableLineException {
            var end = text.indexOf('\'', at + 1);
            if (end < 0) {
                throw problem("begins a quote that is never closed");
            }
            var value = text.substring(at + 1, end);
            if (value.endsWith("\\")) {
                throw problem("has \\ before the closing quote, which a shell and Compose read differently");
            }
            behindQuote(end + 1);
            return value;
        }

        /** What {@code \} may stand before is what a shell and Compose know both. */
        private String doubleQuoted() throws UnreadableLineException {
            var value = new StringBuilder();
            for (var next = at + 1; next < text.length(); next++) {
                var letter = text.charAt(next);
                switch (letter) {
                    case '"' -> {
                        behindQuote(next + 1);
                        return value.toString();
                    }
                    case '$', '`' -> throw replaced(letter);
                    case '\\' -> {
                        next++;
                        if (next == text.length() || "\\\"$".indexOf(text.charAt(next)) < 0) {
                            throw problem(
                                    "has \\ within double quotes before another character than \\, \" or $, which a"
                                            + " shell and Compose read differently; single quotes keep it as it is");
                        }
                        value.append(text.charAt(next));
                    }
                    default -> value.append(letter);
                }
            }
            throw problem("begins a quote that is never closed");
        }

        /** To the end of the line, or to a comment: {@code #} behind a blank. */
        private String bare() throws UnreadableLineException {
            var start = at;
            if (peek() == '#' && isBlank(text.charAt(at - 1))) {
                throw problem(
                        "has # behind a blank where its value would be, which a shell and Compose read differently");
            }
            while (peek() != '\n' && !(peek() == '#' && isBlank(text.charAt(at - 1)))) {
                switch (peek()) {
                    case '$', '`' -> throw replaced(peek());
                    case '\'', '"', '\\' ->
                        throw problem(
                                "has a quote or \\ within its value, which a shell and Compose read differently; put"
                                        + " the whole value into quotes");
                    default -> at++;
                }
            }
            return text.substring(start, at).strip();
        }

        private void behindQuote(int end) throws UnreadableLineException {
            var first = line;
            line += (int) text.substring(at, end).chars().filter(c -> c == '\n').count();
            at = end;
            skipBlanks();
            if (peek() != '\n' && !(peek() == '#' && at > end)) {
                throw new UnreadableLineException(
                        first, "goes on behind the closing quote; only a comment may stand there");
            }
        }

        /** Goes to the next line, over a comment. */
        private void endOfLine() {
            var end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end + 1;
            line++;
        }

        private void skipBlanks() {
            while (at < text.length() && isBlank(text.charAt(at))) {
                at++;
            }
        }

        /** The next character; that of a line's end at the end of the text. */
        private char peek() {
            return at < text.length() ? text.charAt(at) : '\n';
        }

        private static boolean isBlank(char letter) {
            return letter == ' ' || letter == '\t' || letter == '\r';
        }

        private UnreadableLineException replaced(char letter) {
            return problem(
                    "has " + letter + ", which a shell or Compose would replace; single quotes keep it as it is");
        }

        private UnreadableLineException problem(String problem) {
            return new UnreadableLineException(line, problem);
        }
    }
}
