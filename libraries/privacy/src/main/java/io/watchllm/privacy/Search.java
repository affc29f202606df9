package io.watchllm.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One search of a source text by some rules: finds matches in its views, and replaces them in the source. */
final class Search {

    /** JSON may be nested in strings of other JSON; this many levels are searched. */
    private static final int JSON_DEPTH_MAX = 6;

    private static final int ESCAPE_DEPTH_MAX = 3;

    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::from).thenComparingInt(Place::rule);

    private final List<PrivacyRule> rules;
    private final long asked;
    private final Edges edges;
    private final Hits hits = new Hits();
    private final List<Place> places = new ArrayList<>();

    /**
     * Starts a search.
     *
     * @param asked a bit for each rule to apply
     */
    Search(List<PrivacyRule> rules, long asked, Edges edges) {
        this.rules = rules;
        this.asked = asked;
        this.edges = edges;
    }

    /**
     * A place in the source.
     *
     * @param rule index of the rule that matched
     * @param quote put on both sides of the replacement; empty except where a string replaces a number
     */
    record Place(int from, int to, int rule, String quote) {}

    /** Searches the strings and numbers of JSON; any other text as is and with its escapes decoded. */
    void look(View view, boolean json) {
        look(view, json, 0);
    }

    private void look(View view, boolean json, int depth) {
        var text = view.text();
        if (depth == JSON_DEPTH_MAX || !(json || JsonScan.mayBeJson(text)) || !JsonScan.isJson(text)) {
            lookAtPlain(view);
            return;
        }
        JsonScan.scalars(text, new JsonScan.Scalars() {
            @Override
            public void string(int from, int to) {
                look(view.slice(from, to).unescaped(), false, depth + 1);
            }

            @Override
            public void number(int from, int to) {
                lookAtNumber(view, from, to, depth);
            }
        });
    }

    /** Searches a text that is not JSON, but may be a fragment of JSON or contain some. */
    void lookAtPlain(View plain) {
        var view = plain;
        for (int depth = 0; ; depth++) {
            var inner = depth < ESCAPE_DEPTH_MAX ? view.unescaped() : view;
            find(view, inner);
            if (inner == view) {
                return;
            }
            view = inner;
        }
    }

    /** Replaces a whole number by a string, because replacing a part would make the JSON invalid. */
    private void lookAtNumber(View view, int from, int to, int depth) {
        int before = places.size();
        var number = view.slice(from, to);
        find(number, number);
        if (places.size() > before) {
            var first = places.get(before);
            places.subList(before, places.size()).clear();
            places.add(new Place(view.place(from), view.place(to), first.rule(), quote(depth)));
        }
    }

    /** The quote character of a string, escaped for this many levels of nested JSON strings. */
    private static String quote(int depth) {
        return "\\".repeat((1 << depth) - 1) + "\"";
    }

    private void find(View view, View inner) {
        for (long left = asked; left != 0; left &= left - 1) {
            int rule = Long.numberOfTrailingZeros(left);
            hits.clear();
            rules.get(rule).finder().find(view.text(), edges, hits);
            for (int index = 0; index < hits.count(); index++) {
                add(view, inner, hits.from(index), hits.to(index), rule);
            }
        }
    }

    /**
     * Adds a match, extended so that it splits neither an escape nor an existing replacement. A match within a
     * replacement is ignored: it was not text of the event.
     */
    private void add(View view, View inner, int from, int to, int rule) {
        var text = view.text();
        int begin = from;
        int end = to;
        for (var each : rules) {
            var token = each.replacement();
            int limit = Math.min(text.length(), to + token.length() - 1);
            int at = text.indexOf(token, Math.max(0, from - token.length() + 1), limit);
            while (at >= 0) {
                if (at <= from && to <= at + token.length()) {
                    return;
                }
                begin = Math.min(begin, at);
                end = Math.max(end, at + token.length());
                at = text.indexOf(token, at + 1, limit);
            }
        }
        int source = view.place(begin);
        int sourceEnd = view.place(end);
        places.add(
                inner == view
                        ? new Place(source, sourceEnd, rule, "")
                        : new Place(inner.floor(source), inner.ceiling(sourceEnd), rule, ""));
    }

    boolean foundNothing() {
        return places.isEmpty();
    }

    /** All places in order; overlapping ones are merged and belong to the rule that matched first. */
    List<Place> merged() {
        places.sort(ORDER);
        var merged = new ArrayList<Place>(places.size());
        for (var place : places) {
            var last = merged.isEmpty() ? null : merged.getLast();
            if (last == null || last.to() <= place.from()) {
                merged.add(place);
            } else if (last.to() < place.to()) {
                merged.set(merged.size() - 1, new Place(last.from(), place.to(), last.rule(), last.quote()));
            }
        }
        return merged;
    }

    /** The source with each place replaced. */
    String replaced(String source, Findings findings) {
        var text = new StringBuilder(source.length());
        int at = 0;
        for (var place : merged()) {
            var rule = rules.get(place.rule());
            findings.add(rule);
            text.append(source, at, place.from())
                    .append(place.quote())
                    .append(rule.replacement())
                    .append(place.quote());
            at = place.to();
        }
        return text.append(source, at, source.length()).toString();
    }
}
