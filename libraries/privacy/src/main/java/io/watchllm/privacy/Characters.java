package io.watchllm.privacy;

/** Character classes for the finders. */
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

    /** Whether there is a letter, digit or underscore at this position; false outside the text. */
    static boolean isWordAt(String text, int at) {
        return at >= 0 && at < text.length() && (text.charAt(at) == '_' || isLetterOrDigit(text.charAt(at)));
    }

    /** A blank that may separate groups of digits, including the no-break space. */
    static boolean isBlank(char each) {
        return each == ' ' || each == '\u00a0';
    }
}
