package io.watchllm.privacy;

import io.watchllm.schemas.Word;

/** Built-in detectors, which need no pattern from the user. */
public enum Detector implements Word {
    /** E-mail addresses. */
    EMAIL(new EmailFinder()),
    /** Payment card numbers, by their check digit. */
    CARD(new CardFinder()),
    /** Phone numbers in unambiguous formats. */
    PHONE(new PhoneFinder()),
    /** Keys and tokens of common providers. */
    API_KEY(new ApiKeyFinder()),
    /** International bank account numbers, by their checksum. */
    IBAN(new IbanFinder());

    // A stateless constant of this package.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Finder finder;

    Detector(Finder finder) {
        this.finder = finder;
    }

    Finder finder() {
        return finder;
    }
}
