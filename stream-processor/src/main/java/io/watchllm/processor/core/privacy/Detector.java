package io.watchllm.processor.core.privacy;

import java.util.Locale;

/** What is found without a pattern of the user's. */
public enum Detector {
    /** E-mail addresses. */
    EMAIL(new EmailFinder()),
    /** Numbers of payment cards, by their check digit. */
    CARD(new CardFinder()),
    /** Phone numbers in unmistakable forms. */
    PHONE(new PhoneFinder()),
    /** Keys and tokens of the common providers. */
    API_KEY(new ApiKeyFinder()),
    /** International bank account numbers, by their check sum. */
    IBAN(new IbanFinder());

    // A constant of this package, not data: it has no state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Finder finder;

    Detector(Finder finder) {
        this.finder = finder;
    }

    /** The name in a file of rules, such as {@code api_key}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Finder finder() {
        return finder;
    }
}
