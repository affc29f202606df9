package io.watchllm.clickhouse.core;

import java.util.Comparator;
import java.util.regex.Pattern;

/** Effect of a migration's statement on existing data, from the smallest to the largest. */
public enum StatementEffect {
    /** Creates a table or a view that did not exist. */
    MAKES("makes it; nothing else changes"),
    /** Creates a view that counts inserted rows. */
    FEEDS("counts what is inserted from then on; what is there already it does not"),
    /** Changes the name or the metadata of a table. */
    METADATA("metadata only, at once"),
    /** Adds an index or projection that old parts do not have. */
    FROM_THEN_ON("metadata only, at once; parts that are there do not have it until it is materialized"),
    /** Removes files of a column or index. */
    DROPS_FILES("a mutation drops files of each part, and reads none"),
    /** Reads and rewrites existing data. */
    REWRITES("a mutation reads and rewrites what it changes in each part"),
    /** Deletes rows. */
    DELETES("deletes it with all its rows");

    private static final Pattern ALTER = Pattern.compile("(?s)ALTER\\s+TABLE\\s+\\S+\\s+(.*)");
    private static final Pattern DEFINITION_ONLY =
            Pattern.compile("(?s)MODIFY\\s+COLUMN\\s+(IF\\s+EXISTS\\s+)?\\S+\\s+(COMMENT|CODEC|DEFAULT|REMOVE)\\b.*");

    private final String words;

    StatementEffect(String words) {
        this.words = words;
    }

    /** The effect in words. */
    public String words() {
        return words;
    }

    /** The effect of a statement; of several actions, the largest effect. */
    public static StatementEffect of(Statement statement) {
        return switch (statement.kind()) {
            case "create table", "create view" -> MAKES;
            case "create materialized view" -> FEEDS;
            case "drop view" -> METADATA;
            case "drop table" -> DELETES;
            default -> {
                var actions = ALTER.matcher(statement.sql().text());
                yield actions.matches()
                        ? SqlList.split(actions.group(1)).stream()
                                .map(StatementEffect::ofAction)
                                .max(Comparator.naturalOrder())
                                .orElse(METADATA)
                        : METADATA;
            }
        };
    }

    private static StatementEffect ofAction(String action) {
        var words = action.split("\\s+", 3);
        var object = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "ADD" -> object.equals("INDEX") || object.equals("PROJECTION") ? FROM_THEN_ON : METADATA;
            case "DROP", "CLEAR" -> object.equals("CONSTRAINT") ? METADATA : DROPS_FILES;
            case "RENAME" -> DROPS_FILES;
            case "MATERIALIZE" -> REWRITES;
            case "MODIFY" ->
                object.equals("TTL")
                                || (object.equals("COLUMN")
                                        && !DEFINITION_ONLY.matcher(action).matches())
                        ? REWRITES
                        : METADATA;
            default -> METADATA;
        };
    }
}
