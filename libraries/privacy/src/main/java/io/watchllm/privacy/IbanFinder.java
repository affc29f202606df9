package io.watchllm.privacy;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds international bank account numbers: a country code, the country's length, and a valid checksum (mod 97); in
 * capitals, contiguous or with blanks between groups.
 */
final class IbanFinder implements Finder {

    /** Countries of the registry with the lengths of their numbers. */
    private static final String COUNTRIES = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27"
            + "DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20"
            + "LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22"
            + "RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

    private static final Map<String, Integer> LENGTHS = lengths();

    /** The shortest number has 15 characters: of two adjacent characters per this many, one is a capital or a digit. */
    private static final int STRIDE = 14;

    /** Length of the longest number, blanks included. */
    private static final int SPAN_MAX = 42;

    private static final int CHECK_MODULUS = 97;

    @Override
    public void find(String text, Edges edges, Hits hits) {
        int next = 0;
        for (int at = 0; at < text.length(); at += STRIDE) {
            boolean here = Characters.isUpperOrDigit(text.charAt(at));
            boolean beside = at + 1 < text.length() && Characters.isUpperOrDigit(text.charAt(at + 1));
            if (here || beside) {
                next = findBegun(text, Math.max(next, at - SPAN_MAX), at + 1, edges, hits);
            }
        }
    }

    /** Finds numbers that begin in [from, to]; returns where the next one can begin. */
    private static int findBegun(String text, int from, int to, Edges edges, Hits hits) {
        int begin = from;
        while (begin <= to) {
            int end = ibanEnd(text, begin, edges);
            if (end > 0) {
                hits.add(begin, end);
                begin = end;
            } else {
                begin++;
            }
        }
        return begin;
    }

    private static int ibanEnd(String text, int begin, Edges edges) {
        if (!hasHead(text, begin) || (edges == Edges.WORDS && Characters.isWordAt(text, begin - 1))) {
            return -1;
        }
        var length = LENGTHS.get(text.substring(begin, begin + 2));
        if (length == null) {
            return -1;
        }
        var number = new StringBuilder(length);
        int at = begin;
        while (at < text.length() && number.length() < length) {
            char each = text.charAt(at);
            if (Characters.isUpperOrDigit(each)) {
                number.append(each);
            } else if (!Characters.isBlank(each) || Characters.isBlank(text.charAt(at - 1))) {
                return -1;
            }
            at++;
        }
        boolean whole = number.length() == length && (edges == Edges.ANYWHERE || !Characters.isWordAt(text, at));
        return whole && isChecked(number.toString()) ? at : -1;
    }

    private static boolean hasHead(String text, int begin) {
        return begin + 3 < text.length()
                && Characters.isUpper(text.charAt(begin))
                && Characters.isUpper(text.charAt(begin + 1))
                && Characters.isDigit(text.charAt(begin + 2))
                && Characters.isDigit(text.charAt(begin + 3));
    }

    private static boolean isChecked(String number) {
        var digits = new StringBuilder(2 * number.length());
        for (int index = 0; index < number.length(); index++) {
            // The country and check digits go last; letters count as 10 to 35.
            digits.append(Character.digit(number.charAt((index + 4) % number.length()), Character.MAX_RADIX));
        }
        return new BigInteger(digits.toString())
                        .mod(BigInteger.valueOf(CHECK_MODULUS))
                        .intValue()
                == 1;
    }

    private static Map<String, Integer> lengths() {
        var lengths = new HashMap<String, Integer>();
        for (int at = 0; at < COUNTRIES.length(); at += 4) {
            lengths.put(COUNTRIES.substring(at, at + 2), Integer.valueOf(COUNTRIES.substring(at + 2, at + 4)));
        }
        return Map.copyOf(lengths);
    }
}
