package io.watchllm.sink.encode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses the types in {@code system.columns}. {@code LowCardinality(T)} becomes plain T: a block may declare the plain
 * type, and the server builds the dictionary when it writes the part.
 */
public final class ColumnTypeParser {
    private final String text;
    private int at;

    private ColumnTypeParser(String text) {
        this.text = text;
    }

    /** The type; {@link ColumnType.Other} if the encoder does not support it. */
    public static ColumnType parse(String text) {
        var parser = new ColumnTypeParser(text);
        var type = parser.type();
        return parser.at == text.length() ? type : new ColumnType.Other(text);
    }

    private ColumnType type() {
        var start = at;
        var name = word();
        var arguments = at < text.length() && text.charAt(at) == '(' ? arguments() : List.<String>of();
        var whole = text.substring(start, at);
        return switch (name) {
            case "String" -> new ColumnType.Text();
            case "Bool" -> new ColumnType.Flag();
            case "Float32" -> new ColumnType.Real(4);
            case "Float64" -> new ColumnType.Real(8);
            case "Int8", "Int16", "Int32", "Int64" -> new ColumnType.Whole(bitsOf(name, 3) / 8, true);
            case "UInt8", "UInt16", "UInt32", "UInt64" -> new ColumnType.Whole(bitsOf(name, 4) / 8, false);
            case "Array" -> wrapped(arguments, whole, ColumnType.Array::new);
            case "Nullable" -> wrapped(arguments, whole, ColumnType.Nullable::new);
            case "LowCardinality" -> wrapped(arguments, whole, of -> of);
            case "Decimal" -> decimal(arguments, whole);
            case "DateTime64" -> time(arguments, whole);
            case "Enum8" -> symbols(1, arguments, whole);
            case "Enum16" -> symbols(2, arguments, whole);
            default -> new ColumnType.Other(whole);
        };
    }

    private static int bitsOf(String name, int prefix) {
        return Integer.parseInt(name.substring(prefix));
    }

    private interface Wrapper {
        ColumnType around(ColumnType of);
    }

    private static ColumnType wrapped(List<String> arguments, String whole, Wrapper wrapper) {
        if (arguments.size() != 1) {
            return new ColumnType.Other(whole);
        }
        var of = parse(arguments.getFirst());
        return of instanceof ColumnType.Other ? new ColumnType.Other(whole) : wrapper.around(of);
    }

    private static ColumnType decimal(List<String> arguments, String whole) {
        if (arguments.size() != 2) {
            return new ColumnType.Other(whole);
        }
        var precision = Integer.parseInt(arguments.getFirst());
        return precision > 38
                ? new ColumnType.Other(whole)
                : new ColumnType.Decimal(precision, Integer.parseInt(arguments.getLast()));
    }

    private static ColumnType time(List<String> arguments, String whole) {
        if (arguments.isEmpty() || arguments.size() > 2) {
            return new ColumnType.Other(whole);
        }
        var zone = arguments.size() == 2 ? arguments.getLast().replace("'", "") : "";
        return new ColumnType.Time(Integer.parseInt(arguments.getFirst()), zone);
    }

    private static ColumnType symbols(int bytes, List<String> arguments, String whole) {
        Map<String, Integer> values = new LinkedHashMap<>();
        for (var argument : arguments) {
            var equals = argument.lastIndexOf('=');
            var quoted = equals < 0 ? "" : argument.substring(0, equals).strip();
            if (quoted.length() < 2) {
                return new ColumnType.Other(whole);
            }
            var symbol =
                    quoted.substring(1, quoted.length() - 1).replace("\\'", "'").replace("\\\\", "\\");
            values.put(symbol, Integer.parseInt(argument.substring(equals + 1).strip()));
        }
        return values.isEmpty() ? new ColumnType.Other(whole) : new ColumnType.Symbols(bytes, values);
    }

    private String word() {
        var start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Splits {@code (a, b(c, d), 'e,)')} at its outer commas, and moves past the closing parenthesis. */
    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        var depth = 0;
        var quoted = false;
        var start = at + 1;
        for (; at < text.length(); at++) {
            var deadLetter = text.charAt(at);
            if (quoted) {
                if (deadLetter == '\\') {
                    at++;
                } else if (deadLetter == '\'') {
                    quoted = false;
                }
            } else if (deadLetter == '\'') {
                quoted = true;
            } else if (deadLetter == '(') {
                depth++;
            } else if (deadLetter == ',' && depth == 1) {
                arguments.add(text.substring(start, at).strip());
                start = at + 1;
            } else if (deadLetter == ')' && --depth == 0) {
                arguments.add(text.substring(start, at).strip());
                at++;
                break;
            }
        }
        return arguments;
    }
}
