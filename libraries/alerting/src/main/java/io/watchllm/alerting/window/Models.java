package io.watchllm.alerting.window;

import io.watchllm.schemas.Utf8;
import java.util.Arrays;
import java.util.List;

/**
 * The first few models behind a value: at most {@value #MAX}, of {@value #BYTES_MAX} bytes in total, because each pane
 * of each window has such a list.
 */
public final class Models {

    /** Maximum number of models; others are not listed. */
    public static final int MAX = 20;

    /** Maximum bytes of all names; a name that does not fit is not listed. */
    public static final int BYTES_MAX = 4 << 10;

    private static final int GROWTH = 4;
    private static final String[] NONE = {};

    /** Sized for one name, the usual case, because there are many of these; grows with the second. */
    private String[] names = NONE;

    private int size;
    private int bytes;

    /** Adds a model, if it is new and has a name. */
    public void add(String model) {
        if (size >= MAX || model.isEmpty() || has(model)) {
            return;
        }
        long more = Utf8.length(model);
        if (more > BYTES_MAX - bytes) {
            return;
        }
        bytes += (int) more;
        if (size == names.length) {
            names = Arrays.copyOf(names, size == 0 ? 1 : Math.min(MAX, GROWTH * size));
        }
        names[size++] = model;
    }

    private boolean has(String model) {
        for (int index = 0; index < size; index++) {
            if (names[index].equals(model)) {
                return true;
            }
        }
        return false;
    }

    void addAll(Models others) {
        for (int index = 0; index < others.size; index++) {
            add(others.names[index]);
        }
    }

    /** Total bytes of the names. */
    int bytes() {
        return bytes;
    }

    /** The names, sorted. */
    public List<String> sorted() {
        return Arrays.stream(names, 0, size).sorted().toList();
    }

    /** The names, in the order in which they were added. */
    public List<String> names() {
        return List.of(Arrays.copyOf(names, size));
    }

    /** A list of these names. */
    public static Models of(List<String> names) {
        var models = new Models();
        names.forEach(models::add);
        return models;
    }
}
