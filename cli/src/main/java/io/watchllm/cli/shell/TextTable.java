package io.watchllm.cli.shell;

import io.watchllm.runtime.PlainText;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of cells as lines of text. Widths are columns of a terminal: Chinese letters and emoji take two. */
public final class TextTable {
    private static final Pattern NUMBER = Pattern.compile("[\\d.,]+( (%|[KMGTP]?i?B))?");
    private static final String GAP = "  ";

    private TextTable() {}

    /** Where the cells of a column go. */
    @FunctionalInterface
    private interface Alignment {
        boolean right(String cell, int column);
    }

    /** A line a row, all cells of a column equally wide: numbers to the right, words to the left. */
    public static String of(List<List<String>> rows) {
        return of(rows, (cell, column) -> NUMBER.matcher(cell).matches());
    }

    /** The same with the columns of these indexes to the right, and the others to the left. */
    public static String of(List<List<String>> rows, IntPredicate right) {
        return of(rows, (cell, column) -> right.test(column));
    }

    private static String of(List<List<String>> cells, Alignment alignment) {
        var rows = cells.stream()
                .map(row -> row.stream().map(PlainText::line).toList())
                .toList();
        var widths = widths(rows);
        return rows.stream()
                .map(row -> IntStream.range(0, row.size())
                                .mapToObj(column -> pad(row.get(column), column, widths[column], alignment))
                                .collect(Collectors.joining(GAP))
                                .stripTrailing()
                        + "\n")
                .collect(Collectors.joining());
    }

    private static String pad(String cell, int column, int width, Alignment alignment) {
        var space = " ".repeat(width - width(cell));
        return alignment.right(cell, column) ? space + cell : cell + space;
    }

    /** Width of each column: that of its widest cell. */
    public static int[] widths(List<List<String>> rows) {
        return IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> width(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
    }

    /** How many columns of a terminal a text takes. */
    public static int width(String text) {
        return text.codePoints().map(TextTable::width).sum();
    }

    /** The text, or its beginning and an ellipsis, at most so many columns wide. */
    public static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        var end = 0;
        for (var left = width - 1; left >= width(text.codePointAt(end)); end = text.offsetByCodePoints(end, 1)) {
            left -= width(text.codePointAt(end));
        }
        return text.substring(0, end) + "…";
    }

    private static int width(int letter) {
        return switch (Character.getType(letter)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(letter) ? 2 : 1;
        };
    }

    /** The wide and fullwidth blocks of Unicode's East Asian widths, and what is shown as an emoji. */
    private static boolean isWide(int letter) {
        return (letter >= 0x1100 && letter <= 0x115F)
                || (letter >= 0x2E80 && letter <= 0xA4CF && letter != 0x303F)
                || (letter >= 0xAC00 && letter <= 0xD7A3)
                || (letter >= 0xF900 && letter <= 0xFAFF)
                || (letter >= 0xFE30 && letter <= 0xFE6F)
                || (letter >= 0xFF00 && letter <= 0xFF60)
                || (letter >= 0xFFE0 && letter <= 0xFFE6)
                || (letter >= 0x20000 && letter <= 0x3FFFD)
                || Character.isEmojiPresentation(letter);
    }
}
