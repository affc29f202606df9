package io.watchllm.sink.consume;

import io.watchllm.sink.encode.BlockBuilder;
import io.watchllm.sink.encode.EncodePlan;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Empty blocks of one table whose buffers may be filled again, by whichever partition is next. What it keeps counts
 * among the table's bytes in memory. For the loop's thread.
 */
final class BlockPool {
    private final long bytesMax;
    private final Deque<BlockBuilder> spare = new ArrayDeque<>();
    private long bytes;

    /** @param bytesMax most bytes of buffers that are kept; a block with more is dropped */
    BlockPool(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Bytes of the buffers that it keeps. */
    long bytes() {
        return bytes;
    }

    /** An empty block of this plan. */
    BlockBuilder take(EncodePlan plan) {
        for (var each = spare.iterator(); each.hasNext(); ) {
            var block = each.next();
            if (block.plan() == plan) {
                each.remove();
                bytes -= block.capacityBytes();
                return block;
            }
        }
        return plan.open();
    }

    /** The block is of no more use elsewhere, and nobody reads it any more. */
    void give(BlockBuilder block) {
        var capacity = block.capacityBytes();
        if (capacity > bytesMax) {
            return;
        }
        shrink(bytes + capacity - bytesMax);
        block.clear();
        spare.addLast(block);
        bytes += capacity;
    }

    /** Drops blocks, oldest first, until so many bytes are free or none is kept. */
    void shrink(long most) {
        var freed = 0L;
        while (freed < most && !spare.isEmpty()) {
            freed += spare.removeFirst().capacityBytes();
        }
        bytes -= freed;
    }
}
