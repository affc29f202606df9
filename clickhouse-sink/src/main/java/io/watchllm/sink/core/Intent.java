package io.watchllm.sink.core;

/**
 * A range of offsets that is about to be inserted as one block.
 *
 * @param epoch changes when an operator resets offsets, so that a wanted replay is not taken for a repeat
 * @param from first offset of the range
 * @param to last offset of the range, included
 * @param rows rows of the block: records of the range that could be encoded
 */
public record Intent(long epoch, long from, long to, int rows) {

    public Intent {
        if (from < 0 || to < from || rows < 0) {
            throw new IllegalArgumentException("no range: " + from + " to " + to + " with " + rows + " rows");
        }
    }

    /** The same range with no row left. */
    Intent emptied() {
        return new Intent(epoch, from, to, 0);
    }
}
