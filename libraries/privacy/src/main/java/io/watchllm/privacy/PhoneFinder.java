package io.watchllm.privacy;

import java.util.List;

/**
 * Finds phone numbers in distinctive formats: international ones with a plus sign, and those of North America, France
 * and British mobiles in national notation. A number without separators can't be distinguished from any other number.
 */
final class PhoneFinder implements Finder {

    private static final int DIGITS_MAX = 15;
    private static final int DIGITS_MIN = 9;
    private static final int UNBROKEN_DIGITS_MIN = 10;
    private static final int NORTH_AMERICAN_DIGITS = 11;

    /** Of two adjacent characters per this many, one is a digit within the last eight characters of any shape. */
    private static final int STRIDE = 7;

    private static final int SHAPE_MAX = 16;

    /** d: any digit, N: 2 to 9, P: 1 to 9, else itself. */
    private static final List<String> SHAPES = List.of(
            "(Ndd) Ndd-dddd",
            "(Ndd)Ndd-dddd",
            "(Ndd) Ndd dddd",
            "1 (Ndd) Ndd-dddd",
            "1-Ndd-Ndd-dddd",
            "1.Ndd.Ndd.dddd",
            "Ndd-Ndd-dddd",
            "Ndd.Ndd.dddd",
            "0P dd dd dd dd",
            "0P.dd.dd.dd.dd",
            "0P-dd-dd-dd-dd",
            "07ddd dddddd",
            "07ddd ddd ddd");

    @Override
    public void find(String text, Edges edges, Hits hits) {
        findInternational(text, edges, hits);
        findNational(text, edges, hits);
    }

    private static void findInternational(String text, Edges edges, Hits hits) {
        for (int plus = text.indexOf('+'); plus >= 0; plus = text.indexOf('+', plus + 1)) {
            boolean glued = Characters.isWordAt(text, plus - 1) || (plus > 0 && text.charAt(plus - 1) == '+');
            int end = edges == Edges.WORDS && glued ? -1 : internationalEnd(text, plus + 1, edges);
            if (end > 0) {
                hits.add(plus, end);
            }
        }
    }

    private static int internationalEnd(String text, int begin, Edges edges) {
        if (!Characters.isDigitAt(text, begin) || text.charAt(begin) == '0') {
            return -1;
        }
        int end = -1;
        int digits = 0;
        int separators = 0;
        int gap = 0;
        for (int at = begin; at < text.length() && digits < DIGITS_MAX && gap <= 2; at++) {
            char each = text.charAt(at);
            if (!Characters.isDigit(each)) {
                if (!Characters.isBlank(each) && ".-/()".indexOf(each) < 0) {
                    break;
                }
                separators++;
                gap++;
                continue;
            }
            gap = 0;
            digits++;
            boolean over = edges == Edges.ANYWHERE || !Characters.isWordAt(text, at + 1);
            if (over && isEnough(text, begin, digits, separators)) {
                end = at + 1;
            }
        }
        return end;
    }

    private static boolean isEnough(String text, int begin, int digits, int separators) {
        if (text.charAt(begin) == '1') {
            return digits == NORTH_AMERICAN_DIGITS;
        }
        return digits >= (separators == 0 ? UNBROKEN_DIGITS_MIN : DIGITS_MIN);
    }

    private static void findNational(String text, Edges edges, Hits hits) {
        int next = 0;
        for (int at = 0; at < text.length(); at += STRIDE) {
            if (Characters.isDigit(text.charAt(at)) || Characters.isDigitAt(text, at + 1)) {
                for (int begin = Math.max(next, at - SHAPE_MAX); begin <= at + 1; begin++) {
                    int end = mayBegin(text, begin, edges) ? nationalEnd(text, begin, edges) : -1;
                    if (end > 0) {
                        hits.add(begin, end);
                        begin = end - 1;
                    }
                    next = begin + 1;
                }
            }
        }
    }

    private static boolean mayBegin(String text, int begin, Edges edges) {
        if (begin >= text.length() || (text.charAt(begin) != '(' && !Characters.isDigit(text.charAt(begin)))) {
            return false;
        }
        return edges == Edges.ANYWHERE || !(Characters.isWordAt(text, begin - 1) || isJoined(text, begin - 1, -1));
    }

    private static int nationalEnd(String text, int begin, Edges edges) {
        for (var shape : SHAPES) {
            int end = begin + shape.length();
            boolean free = edges == Edges.ANYWHERE || !(Characters.isWordAt(text, end) || isJoined(text, end, 1));
            if (hasShape(text, begin, shape) && free) {
                return end;
            }
        }
        return -1;
    }

    /** Whether the number continues beyond the separator at this position. */
    private static boolean isJoined(String text, int at, int direction) {
        return at >= 0
                && at < text.length()
                && "-./+".indexOf(text.charAt(at)) >= 0
                && Characters.isDigitAt(text, at + direction);
    }

    private static boolean hasShape(String text, int begin, String shape) {
        if (begin + shape.length() > text.length()) {
            return false;
        }
        for (int index = 0; index < shape.length(); index++) {
            char each = text.charAt(begin + index);
            boolean fits = switch (shape.charAt(index)) {
                case 'd' -> Characters.isDigit(each);
                case 'N' -> each >= '2' && each <= '9';
                case 'P' -> each >= '1' && each <= '9';
                case ' ' -> Characters.isBlank(each);
                default -> each == shape.charAt(index);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
