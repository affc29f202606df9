package io.watchllm.schemas.json;

import java.util.List;

/** A JSON event violates the data contract; lists each problem with field, value and expected value. */
public final class EventFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN_MAX = 3;

    // Not serialized: the message contains everything.
    private final transient List<String> problems;

    EventFormatException(List<String> problems) {
        super(sentence(problems));
        this.problems = List.copyOf(problems);
    }

    /** All problems found, in the order of the schema. */
    public List<String> problems() {
        return problems == null ? List.of() : problems;
    }

    private static String sentence(List<String> problems) {
        var shown = String.join("; also ", problems.subList(0, Math.min(SHOWN_MAX, problems.size())));
        return problems.size() > SHOWN_MAX ? shown + "; and " + (problems.size() - SHOWN_MAX) + " more" : shown;
    }
}
