package io.watchllm.privacy;

/** Redaction rules are invalid; the message says where, what is wrong, and what is expected. */
public final class PrivacyRulesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PrivacyRulesException(String message) {
        super(message);
    }
}
