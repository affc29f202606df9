package io.watchllm.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.delivery.encode.BlockBuilder;
import io.watchllm.delivery.encode.EncodePlan;
import io.watchllm.delivery.encode.Source;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BlockPoolTest {
    private static final int TEXT = 10_000;
    private static final long BYTES_MAX = 1_000_000;
    private static final int WIRE_HEAD = 5;

    private final EncodePlan plan = RowTexts.plan();
    private final BlockPool pool = new BlockPool(BYTES_MAX);

    @Test
    void shouldKeepNoMoreThanItsBoundWhenManyPartitionsHaveFilledBlocks() {
        var blocks = Stream.generate(() -> filled(30)).limit(24).toList();
        var largest = blocks.getFirst().capacityBytes();

        blocks.forEach(pool::give);

        assertThat(pool.bytes()).isBetween(BYTES_MAX - largest, BYTES_MAX);
    }

    @Test
    void shouldCountTheRoomThatBuffersHaveLeft() {
        var block = filled(30);
        var filled = block.bytes();

        pool.give(block);

        assertThat(block.rows()).isZero();
        assertThat(pool.bytes()).isEqualTo(block.capacityBytes()).isGreaterThanOrEqualTo(filled);
    }

    @Test
    void shouldDropABlockThatIsLargerThanAllItMayKeep() {
        pool.give(filled(30));
        var before = pool.bytes();

        pool.give(filled(120));

        assertThat(pool.bytes()).isEqualTo(before);
    }

    @Test
    void shouldHandOutAKeptBlockOfTheSamePlanAlone() {
        var block = filled(30);
        pool.give(block);

        assertThat(pool.take(RowTexts.plan())).isNotSameAs(block);
        assertThat(pool.take(plan)).isSameAs(block);
        assertThat(pool.bytes()).isZero();
        assertThat(pool.take(plan)).isNotSameAs(block);
    }

    @Test
    void shouldDropTheOldestWhenMemoryIsNeeded() {
        var first = filled(30);
        var second = filled(30);
        pool.give(first);
        pool.give(second);

        pool.shrink(1);

        assertThat(pool.bytes()).isEqualTo(second.capacityBytes());
        assertThat(pool.take(plan)).isSameAs(second);
        pool.shrink(0);
        pool.shrink(-5);
        assertThat(pool.bytes()).isZero();
    }

    private BlockBuilder filled(int rows) {
        var block = plan.open();
        var record = RowTexts.wire(TEXT);
        for (var i = 0; i < rows; i++) {
            assertThat(block.add(record, WIRE_HEAD, new Source(0, i, 0))).isNull();
        }
        return block;
    }
}
