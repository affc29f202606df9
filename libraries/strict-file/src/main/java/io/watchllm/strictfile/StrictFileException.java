package io.watchllm.strictfile;

/** A file is invalid; each line of the message is a fault: its line, its path, the value and the expected value. */
public final class StrictFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An exception with a complete message. */
    public StrictFileException(String message) {
        super(message);
    }
}
