package io.watchllm.privacy;

/**
 * Finds e-mail addresses: a local part, {@code @} (or {@code %40}, as in URLs), and a domain of at least two labels
 * whose last begins with two letters. Letters of any alphabet.
 */
final class EmailFinder implements Finder {

    private static final int LOCAL_MAX = 64;
    private static final int DOMAIN_MAX = 255;
    private static final int TOP_LABEL_MIN = 2;
    private static final String PUNYCODE = "xn--";

    @Override
    public void find(String text, Edges edges, Hits hits) {
        findAround(text, "@", hits);
        findAround(text, "%40", hits);
    }

    private static void findAround(String text, String sign, Hits hits) {
        for (int at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + sign.length())) {
            int to = domainEnd(text, at + sign.length());
            int from = to < 0 ? at : localBegin(text, at);
            if (from < at) {
                hits.add(from, to);
            }
        }
    }

    private static int localBegin(String text, int at) {
        int from = at;
        while (from > 0 && at - from < LOCAL_MAX && isLocal(text.charAt(from - 1))) {
            from--;
        }
        while (from < at && !Characters.isWordAt(text, from)) {
            from++;
        }
        return from;
    }

    private static boolean isLocal(char each) {
        return Characters.isLetterOrDigit(each) || "._%+-'".indexOf(each) >= 0;
    }

    /** End of the longest domain that begins here, or -1. */
    private static int domainEnd(String text, int begin) {
        if (isImageScale(text, begin)) {
            return -1;
        }
        int limit = Math.min(text.length(), begin + DOMAIN_MAX);
        int end = -1;
        int label = begin;
        while (label < limit) {
            int labelEnd = label;
            while (labelEnd < limit && isDomain(text.charAt(labelEnd))) {
                labelEnd++;
            }
            if (label > begin) {
                end = Math.max(end, topLabelEnd(text, label, labelEnd));
            }
            if (labelEnd == label || labelEnd == limit || text.charAt(labelEnd) != '.') {
                break;
            }
            label = labelEnd + 1;
        }
        return end;
    }

    /** End of the letters at the start of a top-level domain, or -1 when there are too few. */
    private static int topLabelEnd(String text, int label, int labelEnd) {
        if (text.startsWith(PUNYCODE, label)) {
            return labelEnd;
        }
        int end = label;
        while (end < labelEnd && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return end - label < TOP_LABEL_MIN ? -1 : end;
    }

    private static boolean isDomain(char each) {
        return each == '-' || Characters.isLetterOrDigit(each);
    }

    /** Excludes image names such as {@code logo@2x.png}. */
    private static boolean isImageScale(String text, int begin) {
        return Characters.isDigitAt(text, begin) && text.startsWith("x.", begin + 1);
    }
}
