package io.watchllm.delivery.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class OffsetMetadataTest {
    private static final String TOPIC_ID = "topicId";
    private static final String START = "t" + ShardName.of(TOPIC_ID).substring(0, 8) + "|";

    @Property
    void shouldReadWhatItWrote(
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long epoch,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 100) long from,
            @ForAll @IntRange(min = 0, max = 1_000_000) int length,
            @ForAll @IntRange(min = 0, max = 1_000_000) int rows) {
        var shard = rows % 2 == 0 ? "" : ShardName.of("s" + rows);
        var counts = new BlockCountSnapshot(shard, epoch / 1_000, epoch, List.of(from, 0L, (long) rows));
        var leader = rows % 5 == 0 ? null : Integer.valueOf(rows);
        var open =
                new OffsetMetadata(epoch, new Intent(epoch, from, from + length, rows, 1 + rows % 3, leader), counts);
        var closed = OffsetMetadata.landed(epoch);

        assertThat(OffsetMetadata.parse(open.text(TOPIC_ID))).isEqualTo(open);
        assertThat(OffsetMetadata.parse(closed.text(TOPIC_ID))).isEqualTo(closed);
        assertThat(open.text(TOPIC_ID).length()).isLessThan(256);
    }

    @Test
    void shouldLeaveOutBlockCountsThatAreMissingOrWouldNotFit() {
        var range = new Intent(5, 10, 19, 7);
        var many = new BlockCountSnapshot(
                1, LongStream.range(1_000_000_000, 1_000_000_030).boxed().toList());

        for (var counts : List.of(many, BlockCountSnapshot.UNKNOWN)) {
            assertThat(new OffsetMetadata(5, range, counts).text(TOPIC_ID)).isEqualTo(START + "v1|5|10|19|7");
        }
        assertThat(OffsetMetadata.parse(START + "v1|5|10|19|7"))
                .isEqualTo(new OffsetMetadata(5, range, BlockCountSnapshot.UNKNOWN));
    }

    @Test
    void shouldNameTheShardAlsoWhereTheBlocksWouldNotFit() {
        var range = new Intent(5, 10, 19, 7);
        var many = LongStream.range(1_000_000_000, 1_000_000_030).boxed().toList();

        var text = new OffsetMetadata(5, range, new BlockCountSnapshot("0a1b2c3d4e5f", 1, 1, many)).text(TOPIC_ID);

        assertThat(text).isEqualTo(START + "v1|5|10|19|7|@0a1b2c3d4e5f");
        assertThat(OffsetMetadata.parse(text))
                .isEqualTo(new OffsetMetadata(5, range, BlockCountSnapshot.of("0a1b2c3d4e5f")));
    }

    @Test
    void shouldBeginAnewWhenAnOperatorSetTheOffset() {
        assertThat(OffsetMetadata.read(new OffsetCommit(10, null, ""), TOPIC_ID))
                .isEqualTo(new OffsetMetadata.Empty());
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
            assertThat(OffsetMetadata.parse(text)).as(text).isNull();
            assertThat(OffsetMetadata.parse(START + text)).as(text).isNull();
            assertThat(OffsetMetadata.read(new OffsetCommit(10, null, START + text), TOPIC_ID))
                    .isInstanceOfSatisfying(
                            OffsetMetadata.Refused.class,
                            refused -> assertThat(refused.why()).contains(START + text));
        }
    }

    @Test
    void shouldNameTheGenerationOnlyFromTheSecondOn() {
        var range = new Intent(5, 10, 19, 7);

        assertThat(new OffsetMetadata(5, range, BlockCountSnapshot.of("ab")).text(TOPIC_ID))
                .isEqualTo(START + "v1|5|10|19|7|@ab");
        assertThat(new OffsetMetadata(5, range.nextGeneration(), BlockCountSnapshot.of("ab")).text(TOPIC_ID))
                .isEqualTo(START + "v1|5|10|19|7|#2|@ab");
    }

    @Test
    void shouldNameRangeEpochAndGenerationInTheToken() {
        var range = new Intent(17, 5, 9, 4);

        assertThat(range.token("ns", TOPIC_ID, 3)).isEqualTo("ns/topicId/3/17/5-9");
        assertThat(range.nextGeneration().token("ns", TOPIC_ID, 3)).isEqualTo("ns/topicId/3/17/5-9/2");
    }
}
