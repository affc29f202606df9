package io.watchllm.cli.status;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of cells as lines of a text. */
final class TextTable {

    private TextTable() {}

    /** A line each, all cells of a column equally wide: numbers to the right, words to the left. */
    static String of(List<List<String>> rows) {
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
        return cell.matches("[\\d.]+") ? space + cell : cell + space;
    }
}
