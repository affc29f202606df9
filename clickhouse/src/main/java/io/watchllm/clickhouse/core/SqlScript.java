package io.watchllm.clickhouse.core;

import java.util.ArrayList;
import java.util.List;

/** Splits SQL text into statements. */
final class SqlScript {
    private final String text;
    private final StringBuilder current = new StringBuilder();
    private final List<String> statements = new ArrayList<>();
    private int position;

    private SqlScript(String text) {
        this.text = text;
    }

    /**
     * The statements of a text, in order, without line comments and without the semicolons between them. Semicolons and
     * dashes within quotes are text.
     */
    static List<String> statements(String text) {
        return new SqlScript(text).split();
    }

    private List<String> split() {
        while (position < text.length()) {
            var character = text.charAt(position);
            switch (character) {
                case '\'', '`', '"' -> copyQuoted(character);
                case ';' -> {
                    position++;
                    finish();
                }
                case '-' -> {
                    if (text.startsWith("--", position)) {
                        skipComment();
                    } else {
                        copy();
                    }
                }
                default -> copy();
            }
        }
        finish();
        return List.copyOf(statements);
    }

    private void copy() {
        current.append(text.charAt(position++));
    }

    private void copyQuoted(char quote) {
        var start = position;
        copy();
        while (position < text.length() && text.charAt(position) != quote) {
            if (text.charAt(position) == '\\' && position + 1 < text.length()) {
                copy();
            }
            copy();
        }
        if (position == text.length()) {
            throw new IllegalArgumentException("a quote " + quote + " is not closed: "
                    + text.substring(start).strip());
        }
        copy();
    }

    private void skipComment() {
        var end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end;
    }

    private void finish() {
        var statement = current.toString().strip();
        if (!statement.isEmpty()) {
            statements.add(statement);
        }
        current.setLength(0);
    }
}
