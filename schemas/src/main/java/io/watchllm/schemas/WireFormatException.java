package io.watchllm.schemas;

import org.jspecify.annotations.Nullable;

/**
 * Bytes are not what the wire format or their schema says; the message tells what was found and what would be right.
 */
public final class WireFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient RecordScan.@Nullable Fault fault;

    public WireFormatException(String message) {
        super(message);
        fault = null;
    }

    public WireFormatException(String message, Throwable cause) {
        super(message, cause);
        fault = null;
    }

    /** Of a record or a schema that was refused before it was read; many may come, so it has no stack trace. */
    WireFormatException(String message, RecordScan.@Nullable Fault fault) {
        super(message, null, false, false);
        this.fault = fault;
    }

    /** What the walk over the bytes found; null when something else is wrong. */
    public RecordScan.@Nullable Fault fault() {
        return fault;
    }
}
