package io.watchllm.schemas;

import org.jspecify.annotations.Nullable;

/** Bytes do not match the wire format or their schema; the message says what was found and what is expected. */
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

    /** For a record or schema rejected before it was read; without a stack trace, because there may be many. */
    WireFormatException(String message, RecordScan.@Nullable Fault fault) {
        super(message, null, false, false);
        this.fault = fault;
    }

    /** The fault found by the scan; null for other problems. */
    public RecordScan.@Nullable Fault fault() {
        return fault;
    }
}
