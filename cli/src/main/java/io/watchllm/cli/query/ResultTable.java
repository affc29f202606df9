package io.watchllm.cli.query;

import io.watchllm.cli.shell.TextTable;
import io.watchllm.runtime.PlainText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer as a table for people.
 *
 * @param names of its columns
 * @param types of its columns, as ClickHouse names them
 * @param rows its first rows, values as texts; empty for null
 * @param more whether there were more rows
 */
public record ResultTable(List<String> names, List<String> types, List<List<String>> rows, boolean more) {
    private static final int VALUE_MAX = 60;
    private static final String GAP = "  ";
    private static final Pattern NUMBER = Pattern.compile("(Nullable\\()?(U?Int|Float|Decimal).*");

    public ResultTable {
        names = List.copyOf(names);
        types = List.copyOf(types);
        rows = List.copyOf(rows);
    }

    /**
     * Takes in an answer in the format TabSeparatedWithNamesAndTypes.
     *
     * @param rowsMax how many rows to keep
     */
    public static ResultTable read(InputStream answer, int rowsMax) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
        var names = values(lines.readLine());
        var types = values(lines.readLine());
        var rows = new ArrayList<List<String>>();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (rows.size() == rowsMax) {
                return new ResultTable(names, types, rows, true);
            }
            rows.add(values(line));
        }
        return new ResultTable(names, types, rows, false);
    }

    /**
     * The table, a line a row; where it is wider than the terminal, a line a value. Long values are cut.
     *
     * @param width columns of the terminal; empty for no bound
     */
    public String text(OptionalInt width) {
        if (rows.isEmpty()) {
            return "no rows\n";
        }
        var lines = new ArrayList<List<String>>(List.of(names));
        rows.forEach(row -> lines.add(
                row.stream().map(value -> TextTable.cut(value, VALUE_MAX)).toList()));
        var total = IntStream.of(TextTable.widths(lines)).sum() + GAP.length() * (names.size() - 1);
        return width.isPresent() && total > width.getAsInt()
                ? upright(width.getAsInt())
                : TextTable.of(
                        lines, column -> NUMBER.matcher(types.get(column)).matches());
    }

    /** Each value on a line of its own behind the name of its column; what is null is left out. */
    private String upright(int width) {
        var nameWidth = names.stream().mapToInt(String::length).max().orElse(0);
        var text = new StringBuilder();
        for (var number = 0; number < rows.size(); number++) {
            text.append("row ").append(number + 1).append('\n');
            for (var column = 0; column < names.size(); column++) {
                var value = rows.get(number).get(column);
                if (!value.isEmpty()) {
                    var name = names.get(column);
                    var room = Math.max(VALUE_MAX, width - nameWidth - 2 * GAP.length());
                    text.append(GAP)
                            .append(name)
                            .append(" ".repeat(nameWidth - name.length()))
                            .append(GAP)
                            .append(TextTable.cut(value, room))
                            .append('\n');
                }
            }
        }
        return text.toString();
    }

    private static List<String> values(@Nullable String line) {
        return line == null
                ? List.of()
                : List.of(line.split("\t", -1)).stream().map(ResultTable::value).toList();
    }

    /** A line end or tab within a value stays escaped: it would break the table. Others could steer the terminal. */
    private static String value(String escaped) {
        return escaped.equals("\\N")
                ? ""
                : PlainText.line(escaped.replace("\\'", "'").replace("\\\\", "\\"));
    }
}
