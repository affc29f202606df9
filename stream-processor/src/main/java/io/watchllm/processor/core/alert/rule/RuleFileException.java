package io.watchllm.processor.core.alert.rule;

/** A file of rules that can't be used; the message says where, what is wrong, and what would be right. */
public final class RuleFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RuleFileException(String message) {
        super(message);
    }
}
