package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.SchemaText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The recorded schema is what the migrations make. After a new migration, run this test with
 * {@code -DrecordSchema=true} to write it anew, and read the difference.
 */
class ExpectedSchemaIT {
    private static final SchemaSettings TEXT_INDEX = new SchemaSettings(90, 90, 90, 400, true, 10_000);

    @Test
    void shouldEqualWhatTheMigrationsMake() throws IOException {
        try (var plain = TestDatabase.created();
                var indexed = TestDatabase.created(TEXT_INDEX)) {
            var base = schemaOf(plain);
            var more = schemaOf(indexed)
                    .lines()
                    .filter(line -> !base.lines().collect(Collectors.toSet()).contains(line))
                    .collect(Collectors.joining("\n", "", "\n"));

            if (Boolean.getBoolean("recordSchema")) {
                record("expected-schema.tsv", base);
                record("expected-schema-text_index.tsv", more);
            }

            assertThat(base).isEqualTo(SqlFolder.resource("expected-schema.tsv"));
            assertThat(more).isEqualTo(SqlFolder.resource("expected-schema-text_index.tsv"));
            assertThat(SchemaTool.expected(Set.of("text_index")))
                    .filteredOn(table -> table.name().equals("events"))
                    .flatExtracting(table -> table.indexes())
                    .extracting("name")
                    .contains("idx_run_id", "idx_prompt_text");
        }
    }

    private static String schemaOf(TestDatabase database) {
        try (var connection = ClickHouseConnection.open(database.settings())) {
            return SchemaText.write(new SchemaReader(connection, database.name())
                    .tables().stream().map(SchemaReader.StoredTable::state).toList());
        }
    }

    private static void record(String file, String text) throws IOException {
        Files.writeString(Path.of("../../clickhouse/src/main/resources/io/watchllm/clickhouse", file), text);
    }
}
