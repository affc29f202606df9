package io.watchllm.chaos.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Files of a scenario's tables. They may be deleted only while ClickHouse does not run. */
public final class TableFiles {
    private final Sql sql;
    private final Tables tables;

    TableFiles(Sql sql, Tables tables) {
        this.sql = sql;
        this.tables = tables;
    }

    /** Folders of the active parts of the table and both rollups. */
    public Set<Path> parts() {
        return new HashSet<>(paths("SELECT path FROM system.parts WHERE active AND database = '" + Tables.DATABASE
                + "' AND table IN (" + tables.quotedNames() + ")"));
    }

    /** Folders of what the table and both rollups remember of tokens. */
    public List<Path> tokens() {
        return paths("SELECT data_paths[1] || 'deduplication_logs' FROM system.tables WHERE database = '"
                + Tables.DATABASE + "' AND name IN (" + tables.quotedNames() + ")");
    }

    private List<Path> paths(String query) {
        return sql.run(query).lines().map(Path::of).toList();
    }

    /** Deletes folders with all that is in them. */
    public static void delete(Collection<Path> folders) {
        for (var folder : folders) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
