package io.watchllm.sink.consume;

import io.watchllm.delivery.encode.BlockBuilder;
import io.watchllm.delivery.encode.EncodePlan;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Pool of empty blocks of one table, whose buffers any partition may reuse. Pooled buffers count towards the table's
 * memory. Used by the loop's thread only.
 */
final class BlockPool {
    private final long bytesMax;
    private final Deque<BlockBuilder> spare = new ArrayDeque<>();
    private long bytes;

    /** @param bytesMax most bytes of buffers in the pool; a block with more is dropped */
    BlockPool(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Bytes of the pooled buffers. */
    long bytes() {
        return bytes;
    }

    /** Takes an empty block of this plan, or creates one. */
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

    /** Returns a block that nobody uses or reads any more. */
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

    /** Drops blocks, oldest first, until so many bytes are free or the pool is empty. */
    void shrink(long most) {
        var freed = 0L;
        while (freed < most && !spare.isEmpty()) {
            freed += spare.removeFirst().capacityBytes();
        }
        bytes -= freed;
    }
}
