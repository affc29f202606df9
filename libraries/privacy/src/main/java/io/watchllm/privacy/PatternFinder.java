package io.watchllm.privacy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * Finds matches of a user's pattern. One search of RE2/J is linear in the text, but repeated searches need not be: a
 * pattern can scan to the end each time and then match one character. So the total work is bounded too, by a count of
 * characters rather than by time, and the rest of a text beyond the bound counts as a match.
 */
final class PatternFinder implements Finder {

    /** Searches that are not metered: most texts need no more, and reading a text through the meter is slower. */
    private static final int FREE_SEARCHES = 4;

    private static final int READS_A_CHARACTER = 16;
    private static final int READS_MIN = 10_000;

    private final Pattern pattern;

    PatternFinder(Pattern pattern) {
        this.pattern = pattern;
    }

    @Override
    public void find(String text, Edges edges, Hits hits) {
        var matcher = pattern.matcher(text);
        int from = 0;
        for (int search = 0; search < FREE_SEARCHES; search++) {
            if (from > text.length() || !matcher.find(from)) {
                return;
            }
            from = take(matcher, hits);
        }
        var meter = new Meter(text, READS_MIN + (long) READS_A_CHARACTER * text.length());
        var metered = pattern.matcher(meter);
        try {
            while (from <= text.length() && metered.find(from)) {
                from = take(metered, hits);
            }
        } catch (Meter.Spent spent) {
            if (from < text.length()) {
                hits.add(from, text.length());
            }
        }
    }

    private static int take(Matcher matcher, Hits hits) {
        if (matcher.end() > matcher.start()) {
            hits.add(matcher.start(), matcher.end());
            return matcher.end();
        }
        return matcher.end() + 1;
    }

    /** A text that counts the characters read and stops at the bound. */
    private static final class Meter implements CharSequence {

        private final String text;
        private long left;

        Meter(String text, long reads) {
            this.text = text;
            left = reads;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new Spent();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }

        /** The bound was reached; never leaves the finder. */
        static final class Spent extends RuntimeException {
            private static final long serialVersionUID = 1L;

            Spent() {
                super("spent", null, false, false);
            }
        }
    }
}
