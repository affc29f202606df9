package io.watchllm.processor.core.price;

/** A file of prices can't be read; the message says where, what stands there, and what would be right. */
public final class PriceFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PriceFileException(String message) {
        super(message);
    }
}
