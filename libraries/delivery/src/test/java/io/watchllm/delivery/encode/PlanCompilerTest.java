package io.watchllm.delivery.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

class PlanCompilerTest {

    @Test
    void shouldLeaveAColumnOutWhenNoFieldFeedsIt() {
        var schema = SchemaBuilder.record("Row").fields().requiredString("name").endRecord();

        var plan = Tables.plan(
                schema, Tables.with(Tables.column("name", "String"), Tables.column("note", "Nullable(String)")));

        assertThat(plan.columns()).containsExactly("name", "ingested_at", "source_partition", "source_offset");
    }

    @Test
    void shouldSkipAndNameAnOptionalFieldWhenTheTableLacksIt() {
        // Given
        var schema = SchemaBuilder.record("Row")
                .fields()
                .name("attributes")
                .type()
                .map()
                .values()
                .array()
                .items()
                .stringType()
                .mapDefault(Map.of())
                .requiredString("name")
                .endRecord();
        var plan = Tables.plan(schema, Tables.with(Tables.column("name", "String")));
        var block = plan.open();

        // When
        var bad = block.add(
                RandomRows.avro(new GenericRecordBuilder(schema)
                        .set("attributes", Map.of("a", List.of("b", "c"), "d", List.of()))
                        .set("name", "kept")
                        .build()),
                0,
                new Source(1, 2, 3));

        // Then
        assertThat(bad).isNull();
        assertThat(plan.skippedFields()).containsExactly("attributes");
        assertThat(NativeReader.read(BlockBuilderTest.bytes(block)).get("name")).isEqualTo(List.of("kept"));
    }

    @Test
    void shouldSayWhatToDoWhenARequiredFieldHasNoColumn() {
        var schema = SchemaBuilder.record("Row").fields().requiredString("name").endRecord();

        assertThat(problems(schema, Tables.with()))
                .containsExactly("field name is required and table rows has no such column; add the column, or give the"
                        + " field a default");
    }

    @Test
    void shouldSayWhatDoesNotFitWhenTypesDiffer() {
        var schema = SchemaBuilder.record("Row").fields().optionalString("name").endRecord();

        assertThat(problems(schema, Tables.with(Tables.column("name", "Nullable(Int32)"))))
                .containsExactly("field name of Avro type [null, string] does not go into column name of type"
                        + " Nullable(Int32) of table rows; change one of the two");
    }

    @Test
    void shouldAskForTheColumnsThatTellWhereARowCameFrom() {
        var schema = SchemaBuilder.record("Row").fields().endRecord();

        assertThat(problems(schema, List.of(Tables.column("ingested_at", "DateTime64(6)"))))
                .hasSize(3)
                .anyMatch(problem -> problem.contains("source_offset") && problem.contains("watchllm schema create"))
                .anyMatch(problem -> problem.contains("ingested_at is of type DateTime64(6)"));
    }

    private static List<String> problems(Schema schema, List<TableColumn> columns) {
        return switch (new PlanCompiler("rows", columns).compile(schema)) {
            case PlanResult.Fit fit -> List.of();
            case PlanResult.Unfit unfit -> unfit.problems();
        };
    }
}
