package io.watchllm.cli.shell;

import io.watchllm.runtime.PlainText;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of cells as lines of a text. */
public final class TextTable {
    private static final Pattern NUMBER = Pattern.compile("[\\d.,]+( (%|[KMGTP]?i?B))?");

    private TextTable() {}

    /** A line each, all cells of a column equally wide: numbers to the right, words to the left. */
    public static String of(List<List<String>> cells) {
        var rows = cells.stream()
                .map(row -> row.stream().map(PlainText::line).toList())
                .toList();
        var widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(0, row.size())
                                .mapToObj(column -> pad(row.get(column), widths[column]))
                                .collect(Collectors.joining("  "))
                                .stripTrailing()
                        + "\n")
                .collect(Collectors.joining());
    }

    private static String pad(String cell, int width) {
        var space = " ".repeat(width - cell.length());
        return NUMBER.matcher(cell).matches() ? space + cell : cell + space;
    }
}
