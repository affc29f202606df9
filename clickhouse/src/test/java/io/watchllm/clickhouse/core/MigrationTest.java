package io.watchllm.clickhouse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest {
    private static final String TABLE =
            "CREATE TABLE IF NOT EXISTS {{database}}.t (a String COMMENT 'one; two -- three')";

    @Test
    void shouldReadStatementsWithTheirKindAndName() {
        var migration = Migration.of(
                "0003_things.sql",
                "-- about; it\n" + TABLE + ";\n\n"
                        + "CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.v TO {{database}}.t AS SELECT 'it''s; \\';' AS a;\n"
                        + "ALTER TABLE {{database}}.t ADD COLUMN IF NOT EXISTS b String; -- end\n");

        assertThat(migration.label()).isEqualTo("0003_things");
        assertThat(migration.condition()).isEmpty();
        assertThat(migration.statements())
                .extracting(Statement::kind)
                .containsExactly("create table", "create materialized view", "alter table");
        assertThat(migration.statements()).extracting(Statement::name).containsExactly("t", "v", "t");
        assertThat(migration.statements().getFirst().sql().fill(Map.of("database", "d")))
                .isEqualTo("CREATE TABLE IF NOT EXISTS d.t (a String COMMENT 'one; two -- three')");
    }

    @Test
    void shouldReadItsSwitch() {
        assertThat(Migration.of("0001_a.sql", "-- when: text_index\n" + TABLE).condition())
                .contains("text_index");
    }

    @Test
    void shouldTakeTheChecksumOverTheWholeText() {
        // By sha256sum: a change of the way it is taken would refuse every database there is.
        var migration = Migration.of("0001_a.sql", "DROP TABLE IF EXISTS {{database}}.t");

        assertThat(migration.checksum()).isEqualTo("007a1d1dbaebb90a56cd671322a90fcc8b68f6ad13f4f9a5ef2f4333c6d4e89d");
        assertThat(Migration.of("0001_a.sql", "DROP TABLE IF EXISTS {{database}}.t ")
                        .checksum())
                .isNotEqualTo(migration.checksum());
    }

    @Test
    void shouldBeTheSameWhereverItWasCheckedOut() {
        var text = "-- when: text_index\n" + TABLE
                + ";\n\nALTER TABLE {{database}}.t ADD COLUMN IF NOT EXISTS b\n  String;\n";

        assertThat(Migration.of("0001_a.sql", text.replace("\n", "\r\n")).checksum())
                .isEqualTo(Migration.of("0001_a.sql", text).checksum());
        assertThat(Migration.of("0001_a.sql", text.replace("\n", "\r\n"))).isEqualTo(Migration.of("0001_a.sql", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE {{database}}.t (a String)",
                "CREATE TABLE IF NOT EXISTS t (a String)",
                "ALTER TABLE {{database}}.t ADD COLUMN b String",
                "ALTER TABLE {{database}}.t DROP COLUMN b",
                "DROP TABLE {{database}}.t",
                "INSERT INTO {{database}}.t VALUES (1)",
                "OPTIMIZE TABLE {{database}}.t",
            })
    void shouldRefuseAStatementThatCannotBeRepeated(String sql) {
        assertThatThrownBy(() -> Migration.of("0001_a.sql", sql))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0001_a.sql")
                .hasMessageContaining("run again")
                .hasMessageContaining(sql);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1_a.sql", "0001-a.sql", "0001_A.sql", "0001_a.txt"})
    void shouldRefuseAnotherName(String file) {
        assertThatThrownBy(() -> Migration.of(file, TABLE))
                .hasMessageContaining(file)
                .hasMessageContaining("0001_events.sql");
    }

    @Test
    void shouldRefuseNothingAndAnOpenQuote() {
        assertThatThrownBy(() -> Migration.of("0001_a.sql", "-- only a comment"))
                .hasMessageContaining("no statement");
        assertThatThrownBy(() -> Migration.of("0001_a.sql", TABLE + "; SELECT 'abc"))
                .hasMessageContaining("not closed");
    }

    @Test
    void shouldHaveTheSameLabelWhereOtherDigitsAreWritten() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.of("ar", "EG"));
        try {
            assertThat(Migration.of("0012_a.sql", TABLE).label()).isEqualTo("0012_a");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void shouldNameAPlaceWithoutParameter() {
        assertThatThrownBy(() -> new Template("a {{x}} b").fill(Map.of("y", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no parameter 'x'; there are [y]");
    }

    @Property
    void shouldSplitWhatWasJoined(
            @ForAll @Size(max = 6) List<@AlphaChars @StringLength(min = 1, max = 9) String> words) {
        var statements =
                words.stream().map(word -> "SELECT '" + word + ";--' AS `a;b`").toList();

        assertThat(SqlScript.statements(String.join("; -- and\n", statements))).isEqualTo(statements);
    }
}
