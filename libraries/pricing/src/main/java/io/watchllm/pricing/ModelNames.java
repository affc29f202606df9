package io.watchllm.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Normalized forms of a model's name, from the unchanged name to the one with all optional parts removed. */
final class ModelNames {

    /** -20250929, -2024-08-06, optionally followed by Bedrock's -v1. */
    private static final Pattern DATE = Pattern.compile("-(?:\\d{8}|\\d{4}-\\d{2}-\\d{2})(?:-v\\d+)?$");

    /** Maximum number of parts removed from a name: names come from outside and may be anything. */
    private static final int CUTS_MAX = 8;

    private ModelNames() {}

    /**
     * A name without a prefix.
     *
     * @param prefix the last word of the removed prefix
     */
    record Rest(String prefix, String name) {}

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** In lower case, with hyphens for dots: 2.5 and 2-5 are the same version. */
    static String hyphens(String name) {
        return lower(name).replace('.', '-');
    }

    /** The name without date, @date and :suffix, removing one more each time; the name itself is not included. */
    static List<String> withoutDate(String lower) {
        var shorter = new ArrayList<String>();
        var name = lower;
        for (int cuts = 0; cuts < CUTS_MAX; cuts++) {
            int end = cut(name);
            if (end <= 0) {
                break;
            }
            name = name.substring(0, end);
            shorter.add(name);
        }
        return shorter;
    }

    /** The name without a prefix before a slash, or a known word before a dot, removing one more each time. */
    static List<Rest> withoutPrefix(String lower) {
        var rests = new ArrayList<Rest>();
        var name = lower;
        for (int cuts = 0; cuts < CUTS_MAX; cuts++) {
            int end = name.indexOf('/');
            if (end < 0) {
                int point = name.indexOf('.');
                end = point > 0 && Providers.isPointPrefix(name.substring(0, point)) ? point : -1;
            }
            if (end < 0 || end + 1 == name.length()) {
                break;
            }
            var prefix = name.substring(0, end);
            name = name.substring(end + 1);
            rests.add(new Rest(prefix, name));
        }
        return rests;
    }

    private static int cut(String name) {
        var date = DATE.matcher(name);
        if (date.find()) {
            return date.start();
        }
        int at = name.lastIndexOf('@');
        return at > 0 ? at : name.lastIndexOf(':');
    }
}
