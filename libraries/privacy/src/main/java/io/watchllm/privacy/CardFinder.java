package io.watchllm.privacy;

/**
 * Finds payment card numbers: 13 to 19 digits with a valid check digit (Luhn) and a prefix issued in that length;
 * contiguous, or in groups separated by the same blank or hyphen.
 */
final class CardFinder implements Finder {

    private static final int DIGITS_MIN = 13;
    private static final int DIGITS_MAX = 19;
    private static final int GROUP_MIN = 3;

    /** Checks two adjacent characters per this many: one of them is a digit wherever there is a card number. */
    private static final int STRIDE = DIGITS_MIN - 1;

    @Override
    public void find(String text, Edges edges, Hits hits) {
        int done = 0;
        int at = 0;
        while (at < text.length()) {
            int digit = Characters.isDigit(text.charAt(at)) ? at : at + 1;
            if (Characters.isDigitAt(text, digit)) {
                int end = runEnd(text, digit);
                findInRun(text, runBegin(text, digit, done), end, edges, hits);
                done = end;
                at = end;
            } else {
                at += STRIDE;
            }
        }
    }

    private static int runBegin(String text, int digit, int done) {
        int from = digit;
        while (from > done) {
            if (Characters.isDigit(text.charAt(from - 1))) {
                from--;
            } else if (from - 2 >= done && isSeparator(text.charAt(from - 1)) && Characters.isDigitAt(text, from - 2)) {
                from -= 2;
            } else {
                break;
            }
        }
        return from;
    }

    private static int runEnd(String text, int digit) {
        int to = digit + 1;
        while (to < text.length()) {
            if (Characters.isDigit(text.charAt(to))) {
                to++;
            } else if (isSeparator(text.charAt(to)) && Characters.isDigitAt(text, to + 1)) {
                to += 2;
            } else {
                break;
            }
        }
        return to;
    }

    private static boolean isSeparator(char each) {
        return each == '-' || Characters.isBlank(each);
    }

    private static void findInRun(String text, int from, int to, Edges edges, Hits hits) {
        int begin = from;
        while (begin < to) {
            int end = mayBegin(text, begin, edges) ? cardEnd(text, begin, to, edges) : -1;
            if (end > 0) {
                hits.add(begin, end);
                begin = end;
            } else {
                begin++;
            }
        }
    }

    private static boolean mayBegin(String text, int at, Edges edges) {
        if (!Characters.isDigit(text.charAt(at))) {
            return false;
        }
        if (edges == Edges.ANYWHERE || at == 0) {
            return true;
        }
        // Digits after a decimal point are not a number of their own.
        boolean decimal = text.charAt(at - 1) == '.' && Characters.isDigitAt(text, at - 2);
        return !decimal && !Characters.isWordAt(text, at - 1);
    }

    /** End of the longest card number that begins here, or -1. */
    private static int cardEnd(String text, int begin, int to, Edges edges) {
        int end = -1;
        int digits = 0;
        int group = 0;
        char separator = 0;
        // Which digits count double depends on the number of digits, so both sums are kept.
        int evenDoubled = 0;
        int oddDoubled = 0;
        for (int at = begin; at < to && digits < DIGITS_MAX; at++) {
            char each = text.charAt(at);
            if (!Characters.isDigit(each)) {
                boolean other = separator != 0 && separator != each;
                if (edges == Edges.WORDS && (other || group < GROUP_MIN)) {
                    break;
                }
                separator = each;
                group = 0;
                continue;
            }
            int value = each - '0';
            evenDoubled += digits % 2 == 0 ? doubled(value) : value;
            oddDoubled += digits % 2 == 0 ? value : doubled(value);
            digits++;
            group++;
            int sum = digits % 2 == 0 ? evenDoubled : oddDoubled;
            if (digits >= DIGITS_MIN
                    && sum % 10 == 0
                    && isIssued(text, begin, digits)
                    && (edges == Edges.ANYWHERE || !Characters.isWordAt(text, at + 1))) {
                end = at + 1;
            }
        }
        return end;
    }

    private static int doubled(int value) {
        return value < 5 ? 2 * value : 2 * value - 9;
    }

    /** Whether a network issues numbers of that length with that prefix. */
    private static boolean isIssued(String text, int begin, int digits) {
        char first = text.charAt(begin);
        char second = text.charAt(begin + 1);
        return switch (digits) {
            case 13 -> first == '4';
            case 14 -> first == '3' && (second == '0' || second == '6' || second >= '8');
            case 15 -> first == '3' && (second == '4' || second == '7');
            case 16, 17, 18, 19 -> first == '2' ? second >= '2' && second <= '7' : first >= '3' && first <= '6';
            default -> false;
        };
    }
}
