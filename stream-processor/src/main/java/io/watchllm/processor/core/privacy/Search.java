package io.watchllm.processor.core.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One search of a source for some rules: finds in its views, and replaces in the source. */
final class Search {

    /** Tokens of JSON are in other JSON where they are in its strings; so many levels are looked into. */
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
     * A search.
     *
     * @param asked a bit for each of the rules that is to be looked for
     */
    Search(List<PrivacyRule> rules, long asked, Edges edges) {
        this.rules = rules;
        this.asked = asked;
        this.edges = edges;
    }

    /**
     * A place in the source.
     *
     * @param rule index of the rule that found it
     * @param quote stands on both sides of the replacement; empty except where a string replaces a number
     */
    record Place(int from, int to, int rule, String quote) {}

    /** Looks into the strings and numbers of JSON, and into any other text as it stands and with its escapes undone. */
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

    /** Looks into a text that is no JSON, but may be a piece of some, or hold one. */
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

    /** Replaces a whole number by a string, since a part of one would be no JSON. */
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

    /** The quote of a string, as it is written in JSON that is a string of JSON, so many times. */
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
     * Keeps the place, widened to what it must not cut in two: escapes, and replacements that stand there already. What
     * lies within a replacement was no text of the event.
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

    /** All places in order; those that lie over each other are one, of the rule that found the first. */
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

    /** The source with a replacement in each place. */
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
