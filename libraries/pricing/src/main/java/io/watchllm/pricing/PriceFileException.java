package io.watchllm.pricing;

/** A price file can't be read; the message says where, the value found, and the expected one. */
public final class PriceFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PriceFileException(String message) {
        super(message);
    }
}
