package io.watchllm.privacy;

import java.util.Locale;

/** Built-in detectors, which need no pattern from the user. */
public enum Detector {
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

    /** Name in a rules file, such as {@code api_key}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Finder finder() {
        return finder;
    }
}
