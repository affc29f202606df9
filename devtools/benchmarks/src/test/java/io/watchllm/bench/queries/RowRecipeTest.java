package io.watchllm.bench.queries;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.bench.queries.RowRecipe.Chunk;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RowRecipeTest {
    private static final Instant END = Instant.parse("2026-11-26T09:00:00Z");
    private static final RecordedTexts TEXTS = RecordedTexts.load();

    private static RowRecipe recipe(long rows) {
        return new RowRecipe(rows, END, TEXTS);
    }

    @Test
    void shouldCutAllNumbersIntoChunksOfWholeRuns() {
        for (var rows : new long[] {10_000, 1_000_003, 100_000_000}) {
            var chunks = recipe(rows).chunks();
            var next = 0L;
            for (var chunk : chunks) {
                assertThat(chunk.first())
                        .isEqualTo(next)
                        .satisfies(first -> assertThat(first % 55).isZero());
                next += chunk.count();
            }
            assertThat(next).isEqualTo(rows);
            assertThat(chunks).hasSizeBetween(1, 100);
            assertThat(chunks.getFirst().count()).isLessThanOrEqualTo(1_100_000);
        }
    }

    @Test
    void shouldFillEveryPlaceOfAStatement() {
        for (var table : RowRecipe.TABLES) {
            assertThat(recipe(20_000).insert(table, "here", new Chunk(55, 110)))
                    .startsWith("INSERT INTO here." + table + " (")
                    .contains("FROM numbers(55, 110)")
                    .doesNotContain("{{");
        }
    }

    @Test
    void shouldKnowTheSameRowsAtAnotherTime() {
        var later = new RowRecipe(20_000, END.plus(Duration.ofHours(3)), TEXTS);

        assertThat(later.print()).isEqualTo(recipe(20_000).print());
        assertThat(recipe(20_001).print()).isNotEqualTo(recipe(20_000).print());
    }

    @Test
    void shouldHaveTheTextsOfTheRecordedRuns() {
        assertThat(TEXTS.runs()).hasSize(16);
        assertThat(TEXTS.tools()).isEqualTo(104);
        assertThat(TEXTS.runs().getFirst().getFirst().path("prompt").asText()).contains("Airline Agent Policy");
    }
}
