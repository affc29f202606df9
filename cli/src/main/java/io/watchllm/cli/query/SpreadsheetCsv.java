package io.watchllm.cli.query;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An answer as CSV (RFC 4180, but with line feeds) whose texts no spreadsheet takes for formulas: one that begins with
 * {@code = + - @}, their wide forms, a tab or a line end gets an apostrophe before it. Numbers stay as they are, and
 * null is an empty cell.
 */
public final class SpreadsheetCsv {
    private static final Pattern NUMBER =
            Pattern.compile("((Nullable|LowCardinality)\\()*(U?Int|Float|Decimal|Bool).*");
    private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private SpreadsheetCsv() {}

    /** Writes an answer in the format TabSeparatedWithNamesAndTypes, row by row. */
    public static void write(InputStream answer, PrintWriter out) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
        var names = lines.readLine();
        var types = lines.readLine();
        if (names == null || types == null) {
            return;
        }
        var numbers = new ArrayList<Boolean>();
        for (var type : types.split("\t", -1)) {
            numbers.add(NUMBER.matcher(type).matches());
        }
        out.print(row(names, List.of()));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            out.print(row(line, numbers));
        }
    }

    private static String row(String line, List<Boolean> numbers) {
        var row = new StringBuilder();
        var cells = line.split("\t", -1);
        for (var column = 0; column < cells.length; column++) {
            row.append(column == 0 ? "" : ",");
            var text = text(cells[column]);
            if (text == null) {
                continue;
            }
            if (column < numbers.size() && numbers.get(column)) {
                row.append(text);
            } else {
                var guard = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" : "";
                row.append('"').append(guard).append(text.replace("\"", "\"\"")).append('"');
            }
        }
        return row.append('\n').toString();
    }

    /** What the cell of a tab-separated line holds; null for null. */
    private static @Nullable String text(String cell) {
        if (cell.equals("\\N")) {
            return null;
        }
        if (cell.indexOf('\\') < 0) {
            return cell;
        }
        var text = new StringBuilder();
        var escaped = false;
        for (var at = 0; at < cell.length(); at++) {
            var character = cell.charAt(at);
            if (escaped) {
                text.append(unescaped(character));
                escaped = false;
            } else if (character == '\\') {
                escaped = true;
            } else {
                text.append(character);
            }
        }
        return text.toString();
    }

    private static char unescaped(char character) {
        return switch (character) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '0' -> '\0';
            default -> character;
        };
    }
}
