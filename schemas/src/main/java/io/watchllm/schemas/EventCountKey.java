package io.watchllm.schemas;

import java.util.List;
import java.util.stream.Stream;

/**
 * Key of a record of the changelogs of event counts; the value is the count, a long.
 *
 * @param project project of the event; empty if the record does not name one
 * @param entry word of an {@link EventCount}
 */
public record EventCountKey(String project, String entry) {

    /** Store of the stages that read events. */
    public static final String EVENTS_STORE = "event-counts";

    /** Store of the stage that evaluates alerts, which runs in other partitions than the events. */
    public static final String ALERTS_STORE = "alert-counts";

    /** Separates project and entry; if a project id contains it, the entry follows the last one. */
    private static final char SEPARATOR = '|';

    /** Parses the text of a key. */
    public static EventCountKey parse(String text) {
        int separator = text.lastIndexOf(SEPARATOR);
        return separator < 0
                ? new EventCountKey("", text)
                : new EventCountKey(text.substring(0, separator), text.substring(separator + 1));
    }

    /** The text of this key. */
    public String text() {
        return project + SEPARATOR + entry;
    }

    /** The changelog topics of an application. */
    public static List<String> changelogs(String applicationId) {
        return Stream.of(EVENTS_STORE, ALERTS_STORE)
                .map(name -> applicationId + "-" + name + "-changelog")
                .toList();
    }
}
