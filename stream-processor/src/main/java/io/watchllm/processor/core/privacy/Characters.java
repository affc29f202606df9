package io.watchllm.processor.core.privacy;

/** Kinds of characters that the finders tell apart. */
final class Characters {

    private Characters() {}

    static boolean isDigit(char each) {
        return each >= '0' && each <= '9';
    }

    static boolean isDigitAt(String text, int at) {
        return at >= 0 && at < text.length() && isDigit(text.charAt(at));
    }

    static boolean isUpper(char each) {
        return each >= 'A' && each <= 'Z';
    }

    static boolean isUpperOrDigit(char each) {
        return isUpper(each) || isDigit(each);
    }

    static boolean isLetterOrDigit(char each) {
        return each < 0x80 ? isDigit(each) || isUpper((char) (each & ~0x20)) : Character.isLetterOrDigit(each);
    }

    /** Whether a letter, a digit or an underscore stands there; there is none before the text and behind it. */
    static boolean isWordAt(String text, int at) {
        return at >= 0 && at < text.length() && (text.charAt(at) == '_' || isLetterOrDigit(text.charAt(at)));
    }

    /** A blank that may stand between groups of digits; also the one that does not break a line. */
    static boolean isBlank(char each) {
        return each == ' ' || each == '\u00a0';
    }
}
