package io.watchllm.clickhouse.core;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One statement of a migration. It is idempotent, so that an interrupted migration can be run again.
 *
 * @param kind what it does and to what, such as {@code create table}, {@code create materialized view}, {@code alter
 *     table}
 * @param name the table or view, without its database
 * @param sql the statement with its parameters not yet filled in
 */
public record Statement(String kind, String name, Template sql) {
    private static final Pattern CREATE = Pattern.compile(
            "CREATE\\s+(TABLE|VIEW|MATERIALIZED\\s+VIEW)\\s+IF\\s+NOT\\s+EXISTS\\s+\\{\\{database}}\\.(\\w+)\\b.*",
            Pattern.DOTALL);
    private static final Pattern DROP =
            Pattern.compile("DROP\\s+(TABLE|VIEW)\\s+IF\\s+EXISTS\\s+\\{\\{database}}\\.(\\w+)\\b.*", Pattern.DOTALL);
    private static final Pattern ALTER = Pattern.compile(
            "ALTER\\s+(TABLE)\\s+\\{\\{database}}\\.(\\w+)\\s+((ADD|DROP|RENAME|CLEAR|MODIFY|COMMENT|MATERIALIZE)\\b.*)",
            Pattern.DOTALL);
    private static final Pattern REPEATABLE_ACTION = Pattern.compile(
            "(ADD\\s+\\w+\\s+IF\\s+NOT\\s+EXISTS|(DROP|RENAME|CLEAR|COMMENT)\\s+\\w+\\s+IF\\s+EXISTS|MODIFY|MATERIALIZE)\\b.*",
            Pattern.DOTALL);

    /**
     * Parses a statement.
     *
     * @throws IllegalArgumentException when it is of no known kind, or is not idempotent
     */
    static Statement of(String sql) {
        for (var pattern : new Pattern[] {CREATE, DROP, ALTER}) {
            var match = pattern.matcher(sql);
            if (match.matches()) {
                if (pattern == ALTER
                        && !REPEATABLE_ACTION.matcher(match.group(3)).matches()) {
                    break;
                }
                var verb = sql.substring(0, sql.indexOf(' ')).toLowerCase(Locale.ROOT);
                var object = match.group(1).toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
                return new Statement(verb + " " + object, match.group(2), new Template(sql));
            }
        }
        throw new IllegalArgumentException("expected CREATE TABLE, VIEW or MATERIALIZED VIEW IF NOT EXISTS, DROP … IF"
                + " EXISTS, or ALTER TABLE with IF [NOT] EXISTS or MODIFY, each on {{database}}.name, so that it can be"
                + " run again: " + sql.lines().findFirst().orElse(""));
    }
}
