package io.watchllm.clickhouse.core;

import io.watchllm.text.Sha256;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A numbered step of the schema; never edited after its release.
 *
 * @param number its position, from 1
 * @param name what it adds, such as {@code hourly_metrics}
 * @param checksum SHA-256 of its text in hexadecimal, before parameters are filled in, since parameters may differ from
 *     one database to another and change later
 * @param condition the switch that must be on for it to be applied, if any
 * @param statements its statements, in order
 */
public record Migration(
        int number, String name, String checksum, Optional<String> condition, List<Statement> statements) {
    private static final Pattern FILE = Pattern.compile("(\\d{4})_([a-z0-9_]+)\\.sql");
    private static final Pattern CONDITION = Pattern.compile("-- when: (\\w+)\\R.*", Pattern.DOTALL);

    public Migration {
        statements = List.copyOf(statements);
    }

    /** Whether it is applied when these switches are on. */
    public boolean isFor(Set<String> switches) {
        return condition.map(switches::contains).orElse(true);
    }

    /**
     * Parses a migration.
     *
     * @param file name of its file, {@code 0001_name.sql}
     * @param text SQL; a first line {@code -- when: switch} makes it conditional. Windows line ends are treated as Unix
     *     ones, so that the checksum does not depend on the checkout
     * @throws IllegalArgumentException when the name or a statement is invalid
     */
    public static Migration of(String file, String text) {
        return ofUnix(file, text.replace("\r\n", "\n"));
    }

    private static Migration ofUnix(String file, String text) {
        var match = FILE.matcher(file);
        if (!match.matches()) {
            throw new IllegalArgumentException("migration file '" + file + "': expected a name like 0001_events.sql");
        }
        try {
            var statements =
                    SqlScript.statements(text).stream().map(Statement::of).toList();
            if (statements.isEmpty()) {
                throw new IllegalArgumentException("it has no statement");
            }
            var condition = CONDITION.matcher(text);
            return new Migration(
                    Integer.parseInt(match.group(1)),
                    match.group(2),
                    Sha256.hex(text),
                    condition.matches() ? Optional.of(condition.group(1)) : Optional.empty(),
                    statements);
        } catch (IllegalArgumentException problem) {
            throw new IllegalArgumentException("migration file '" + file + "': " + problem.getMessage(), problem);
        }
    }

    /** Number and name as in the file's name. */
    public String label() {
        return label(number, name);
    }

    /** Number and name, formatted as in the name of a migration's file. */
    static String label(int number, String name) {
        return String.format(Locale.ROOT, "%04d_%s", number, name);
    }
}
