package io.watchllm.processor.core.privacy;

/** Rules that can't be used; the message says where, what is wrong, and what would be right. */
public final class PrivacyRulesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PrivacyRulesException(String message) {
        super(message);
    }
}
