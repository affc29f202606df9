package io.watchllm.schemas;

/**
 * Bytes are not what the wire format or their schema says; the message tells what was found and what would be right.
 */
public final class WireFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WireFormatException(String message) {
        super(message);
    }

    public WireFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
