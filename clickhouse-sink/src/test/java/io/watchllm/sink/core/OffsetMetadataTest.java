package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CommitNoteTest {

    @Property
    void shouldReadWhatItWrote(
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long epoch,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 100) long from,
            @ForAll @IntRange(min = 0, max = 1_000_000) int length,
            @ForAll @IntRange(min = 0, max = 1_000_000) int rows) {
        var shard = rows % 2 == 0 ? "" : ShardName.of("s" + rows);
        var mark = new BlockCountSnapshot(shard, epoch / 1_000, epoch, List.of(from, 0L, (long) rows));
        var leader = rows % 5 == 0 ? null : Integer.valueOf(rows);
        var open = new OffsetMetadata(epoch, new Intent(epoch, from, from + length, rows, 1 + rows % 3, leader), mark);
        var closed = OffsetMetadata.landed(epoch);

        assertThat(OffsetMetadata.parse(open.text())).isEqualTo(new OffsetMetadata.Ours(open));
        assertThat(OffsetMetadata.parse(closed.text())).isEqualTo(new OffsetMetadata.Ours(closed));
        assertThat(open.text().length()).isLessThan(256);
    }

    @Test
    void shouldLeaveOutAMarkThatIsMissingOrWouldNotFit() {
        var range = new Intent(5, 10, 19, 7);
        var many = new BlockCountSnapshot(
                1, LongStream.range(1_000_000_000, 1_000_000_030).boxed().toList());

        for (var mark : List.of(many, BlockCountSnapshot.UNKNOWN)) {
            assertThat(new OffsetMetadata(5, range, mark).text()).isEqualTo("v1|5|10|19|7");
        }
        assertThat(OffsetMetadata.parse("v1|5|10|19|7"))
                .isEqualTo(new OffsetMetadata.Ours(new OffsetMetadata(5, range, BlockCountSnapshot.UNKNOWN)));
    }

    @Test
    void shouldNameTheShardAlsoWhereTheBlocksWouldNotFit() {
        var range = new Intent(5, 10, 19, 7);
        var many = LongStream.range(1_000_000_000, 1_000_000_030).boxed().toList();

        var text = new OffsetMetadata(5, range, new BlockCountSnapshot("0a1b2c3d4e5f", 1, 1, many)).text();

        assertThat(text).isEqualTo("v1|5|10|19|7|@0a1b2c3d4e5f");
        assertThat(OffsetMetadata.parse(text))
                .isEqualTo(
                        new OffsetMetadata.Ours(new OffsetMetadata(5, range, BlockCountSnapshot.of("0a1b2c3d4e5f"))));
    }

    @Test
    void shouldBeginAnewWhenAnOperatorSetTheOffset() {
        assertThat(OffsetMetadata.parse("")).isEqualTo(new OffsetMetadata.Nothing());
    }

    @Test
    void shouldNotGuessWhenItCannotRead() {
        for (var text : List.of(
                "v2|1|2|3|4",
                "v1",
                "v1|1|9|3|1",
                "v1|1|2",
                "v1|x",
                "hello",
                "v1|1|2|3|4|5|",
                "v1|1|2|3|4|@",
                "v1|1|2|3|4|#",
                "v1|1|2|3|4|#0",
                "v1|1|2|3|4|~",
                "v1|1|2|3|4|5|6",
                "v1|1|@ab")) {
            assertThat(OffsetMetadata.parse(text)).as(text).isEqualTo(new OffsetMetadata.Foreign(text));
        }
    }

    @Test
    void shouldNameTheGenerationOnlyFromTheSecondOn() {
        var range = new Intent(5, 10, 19, 7);

        assertThat(new OffsetMetadata(5, range, BlockCountSnapshot.of("ab")).text())
                .isEqualTo("v1|5|10|19|7|@ab");
        assertThat(new OffsetMetadata(5, range.nextGeneration(), BlockCountSnapshot.of("ab")).text())
                .isEqualTo("v1|5|10|19|7|#2|@ab");
    }

    @Test
    void shouldNameRangeEpochAndGenerationInTheToken() {
        var range = new Intent(17, 5, 9, 4);

        assertThat(new RangeToken("ns", "topicId", 3, range).text()).isEqualTo("ns/topicId/3/17/5-9");
        assertThat(new RangeToken("ns", "topicId", 3, range.nextGeneration()).text())
                .isEqualTo("ns/topicId/3/17/5-9/2");
    }
}
