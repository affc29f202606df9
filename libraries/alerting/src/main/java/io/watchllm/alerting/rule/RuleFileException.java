package io.watchllm.alerting.rule;

/** A rule file is invalid; the message says where, what is wrong, and what is expected. */
public final class RuleFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RuleFileException(String message) {
        super(message);
    }
}
