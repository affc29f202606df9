package io.watchllm.processor.core.alert.window;

import io.watchllm.processor.core.alert.ByteReader;
import io.watchllm.processor.core.alert.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/** The first few models that went into a number. */
public final class Models {

    /** More are not named. */
    public static final int MAX = 20;

    private final ArrayList<String> names = new ArrayList<>(1);

    /** One more, if it is new and has a name. */
    public void add(String model) {
        if (!model.isEmpty() && names.size() < MAX && !names.contains(model)) {
            names.add(model);
        }
    }

    void addAll(Models others) {
        others.names.forEach(this::add);
    }

    /** The names, sorted. */
    public List<String> sorted() {
        return names.stream().sorted().toList();
    }

    /** Puts them down. */
    public void write(ByteWriter out) {
        out.number(names.size());
        names.forEach(out::text);
    }

    /** What was put down. */
    public static Models read(ByteReader in) {
        var models = new Models();
        int size = in.count(MAX);
        for (int index = 0; index < size; index++) {
            models.names.add(in.text());
        }
        return models;
    }
}
