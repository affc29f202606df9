package io.watchllm.processor.core.alert.window;

import io.watchllm.processor.core.alert.model.ByteReader;
import io.watchllm.processor.core.alert.model.ByteWriter;
import io.watchllm.schemas.Utf8;
import java.util.Arrays;
import java.util.List;

/**
 * The first few models that went into a number: at most {@value #MAX}, of {@value #BYTES_MAX} bytes together, for there
 * is a list of them in each pane of each window.
 */
public final class Models {

    /** More are not named. */
    public static final int MAX = 20;

    /** Most bytes of all names; one that does not fit in is not named. */
    public static final int BYTES_MAX = 4 << 10;

    private static final int GROWTH = 4;
    private static final String[] NONE = {};

    /** Mostly there is one, and there are many of these: room for more comes with the second. */
    private String[] names = NONE;

    private int size;
    private int bytes;

    /** One more, if it is new and has a name. */
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

    /** Each event asks this for each window: mostly it is the same object, and hashes tell nearly all others apart. */
    private boolean has(String model) {
        for (int index = 0; index < size; index++) {
            if (isSame(names[index], model)) {
                return true;
            }
        }
        int hash = model.hashCode();
        for (int index = 0; index < size; index++) {
            if (names[index].hashCode() == hash && names[index].equals(model)) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(String one, String other) {
        return one == other;
    }

    void addAll(Models others) {
        for (int index = 0; index < others.size; index++) {
            add(others.names[index]);
        }
    }

    /** Bytes of the names. */
    int bytes() {
        return bytes;
    }

    /** The names, sorted. */
    public List<String> sorted() {
        return Arrays.stream(names, 0, size).sorted().toList();
    }

    /** Puts them down. */
    public void write(ByteWriter out) {
        out.number(size);
        for (int index = 0; index < size; index++) {
            out.name(names[index]);
        }
    }

    /** What was put down. */
    public static Models read(ByteReader in) {
        var models = new Models();
        int size = in.count(MAX);
        for (int index = 0; index < size; index++) {
            models.add(in.name());
        }
        return models;
    }
}
