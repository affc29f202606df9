package io.watchllm.privacy;

import java.util.List;
import java.util.stream.Stream;

/**
 * Finds keys of common providers by their prefixes, tokens after the word Bearer, and JSON Web Tokens. A key must
 * contain a digit, so that hyphenated words do not match.
 */
final class ApiKeyFinder implements Finder {

    /** Maximum distance from a key's prefix to its first digit, which bounds the time spent on text without digits. */
    private static final int DIGIT_WITHIN = 256;

    private static final int ASCII = 128;
    private static final int BEARER_MIN = 16;
    private static final int WEB_TOKEN_MIN = 30;
    private static final String BEARER = "earer ";
    private static final String WEB_TOKEN = "eyJ";

    /** Characters of a key after its prefix. */
    private enum Body {
        LETTERS_DIGITS(""),
        CAPITALS_DIGITS(""),
        WORDS("_-"),
        DOTTED("_-."),
        BASE64("_-.~+/=");

        private final String signs;

        Body(String signs) {
            this.signs = signs;
        }

        boolean has(char each) {
            if (this == CAPITALS_DIGITS) {
                return Characters.isUpperOrDigit(each);
            }
            return each < 0x80 && (Characters.isLetterOrDigit(each) || signs.indexOf(each) >= 0);
        }
    }

    private record Kind(String beginning, Body body, int min) {}

    private static Stream<Kind> kinds(Body body, int min, String... beginnings) {
        return Stream.of(beginnings).map(beginning -> new Kind(beginning, body, min));
    }

    /** Kinds whose prefix ends with a hyphen: OpenAI, Anthropic, OpenRouter; Slack; GitLab; Perplexity; xAI; NVIDIA. */
    private static final List<Kind> HYPHENED = Stream.of(
                    kinds(Body.WORDS, 20, "sk-", "pplx-", "xai-", "nvapi-"),
                    kinds(Body.WORDS, 10, "xoxa-", "xoxb-", "xoxe-", "xoxp-", "xoxr-", "xoxs-", "xapp-"),
                    kinds(Body.WORDS, 16, "glpat-"))
            .flatMap(kinds -> kinds)
            .toList();

    /** Kinds whose prefix ends with an underscore: GitHub; Stripe; Hugging Face; Groq; npm; Replicate; LangSmith. */
    private static final List<Kind> UNDERSCORED = Stream.of(
                    kinds(Body.LETTERS_DIGITS, 30, "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "hf_", "r8_"),
                    kinds(Body.LETTERS_DIGITS, 16, "sk_live_", "sk_test_", "rk_live_", "rk_test_"),
                    kinds(Body.LETTERS_DIGITS, 20, "gsk_"),
                    kinds(Body.LETTERS_DIGITS, 36, "npm_"),
                    kinds(Body.WORDS, 20, "github_pat_"),
                    kinds(Body.WORDS, 30, "lsv2_pt_", "lsv2_sk_"),
                    kinds(Body.BASE64, 20, "whsec_"))
            .flatMap(kinds -> kinds)
            .toList();

    private static final Kind[][] BY_SECOND_LAST_HYPHENED = bySecondLast(HYPHENED);
    private static final Kind[][] BY_SECOND_LAST_UNDERSCORED = bySecondLast(UNDERSCORED);

    /** Google; AWS; SendGrid. */
    private static final List<Kind> OTHERS = List.of(
            new Kind("AIza", Body.WORDS, 35),
            new Kind("AKIA", Body.CAPITALS_DIGITS, 16),
            new Kind("ASIA", Body.CAPITALS_DIGITS, 16),
            new Kind("SG.", Body.DOTTED, 60));

    @Override
    public void find(String text, Edges edges, Hits hits) {
        findSigned(text, '-', BY_SECOND_LAST_HYPHENED, edges, hits);
        findSigned(text, '_', BY_SECOND_LAST_UNDERSCORED, edges, hits);
        for (var kind : OTHERS) {
            for (int at = text.indexOf(kind.beginning()); at >= 0; at = text.indexOf(kind.beginning(), at + 1)) {
                int end = keyEnd(text, at, kind, edges);
                if (end > 0) {
                    hits.add(at, end);
                    at = end - 1;
                }
            }
        }
        findBearers(text, hits);
        findWebTokens(text, edges, hits);
    }

    private static void findSigned(String text, char sign, Kind[][] kinds, Edges edges, Hits hits) {
        int done = 0;
        for (int at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, Math.max(done, at + 1))) {
            char secondLast = at == 0 ? 0 : text.charAt(at - 1);
            for (var kind : kinds[secondLast < ASCII ? secondLast : 0]) {
                int begin = at + 1 - kind.beginning().length();
                int end = begin >= done && text.startsWith(kind.beginning(), begin)
                        ? keyEnd(text, begin, kind, edges)
                        : -1;
                if (end > 0) {
                    hits.add(begin, end);
                    done = end;
                    break;
                }
            }
        }
    }

    /** Hyphens and underscores are frequent: the letter before one leaves only a kind or two to check. */
    private static Kind[][] bySecondLast(List<Kind> kinds) {
        var all = new Kind[ASCII][];
        for (char each = 0; each < ASCII; each++) {
            char letter = each;
            all[each] = kinds.stream()
                    .filter(kind -> kind.beginning().charAt(kind.beginning().length() - 2) == letter)
                    .toArray(Kind[]::new);
        }
        return all;
    }

    private static int keyEnd(String text, int begin, Kind kind, Edges edges) {
        if (edges == Edges.WORDS && Characters.isWordAt(text, begin - 1)) {
            return -1;
        }
        return bodyEnd(text, begin + kind.beginning().length(), kind.body(), kind.min());
    }

    /** End of the key body that begins here, or -1 when it is too short or has no digit near its beginning. */
    private static int bodyEnd(String text, int begin, Body body, int min) {
        int limit = Math.min(text.length(), begin + DIGIT_WITHIN);
        int end = begin;
        boolean digit = false;
        while (end < limit && body.has(text.charAt(end))) {
            digit |= Characters.isDigit(text.charAt(end));
            end++;
        }
        if (end - begin < min || !digit) {
            return -1;
        }
        while (end < text.length() && body.has(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Only the token: the word before it is no secret. */
    private static void findBearers(String text, Hits hits) {
        for (int at = text.indexOf(BEARER); at >= 0; at = text.indexOf(BEARER, at + 1)) {
            int begin = at + BEARER.length();
            int end =
                    at > 0 && (text.charAt(at - 1) | 0x20) == 'b' ? bodyEnd(text, begin, Body.BASE64, BEARER_MIN) : -1;
            if (end > 0) {
                hits.add(begin, end);
            }
        }
    }

    private static void findWebTokens(String text, Edges edges, Hits hits) {
        for (int at = text.indexOf(WEB_TOKEN); at >= 0; at = text.indexOf(WEB_TOKEN, at + 1)) {
            boolean glued = edges == Edges.WORDS && Characters.isWordAt(text, at - 1);
            int end = glued ? -1 : bodyEnd(text, at, Body.DOTTED, WEB_TOKEN_MIN);
            if (end < 0) {
                continue;
            }
            // Header, claims, signature; a single part may be any Base64-encoded JSON.
            int dot = text.indexOf('.', at, end);
            if (dot > 0 && text.startsWith(WEB_TOKEN, dot + 1) && text.indexOf('.', dot + 1, end) > 0) {
                hits.add(at, end);
            }
            at = end - 1;
        }
    }
}
