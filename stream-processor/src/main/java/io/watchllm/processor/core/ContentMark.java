package io.watchllm.processor.core;

import io.watchllm.events.Event;
import io.watchllm.schemas.WireFormat;
import java.util.zip.CRC32C;

/**
 * A short mark of what an event says, to tell a repeat from another event under the same id. Two contents of the same
 * length share a mark with a chance of 1 in 2^32; then a conflict is counted as a duplicate. Either is kept out.
 */
public final class ContentMark {

    private ContentMark() {}

    /**
     * The mark of an event.
     *
     * @param raw the record's value
     * @param current whether it was written with the schema that {@code event} has here; else the event is encoded
     *     anew, so that the same event has the same mark whatever version its producer has
     */
    public static long of(byte[] raw, Event event, boolean current) {
        return current ? of(raw) : of(WireFormat.encode(0, event));
    }

    private static long of(byte[] wire) {
        var checksum = new CRC32C();
        int length = wire.length - WireFormat.PAYLOAD_OFFSET;
        checksum.update(wire, WireFormat.PAYLOAD_OFFSET, length);
        return checksum.getValue() << Integer.SIZE | length;
    }
}
