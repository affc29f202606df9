package io.watchllm.processor.core.alert.window;

import io.watchllm.processor.core.alert.ByteReader;
import io.watchllm.processor.core.alert.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/** The first few models that went into a number. */
public final class Models {

    /** More are not named. */
    public static final int MAX = 20;

    /** Mostly there is one, and there are many of these: a list that can grow comes with the second. */
    private List<String> names = List.of();

    /** One more, if it is new and has a name. */
    public void add(String model) {
        if (model.isEmpty() || names.size() >= MAX || has(model)) {
            return;
        }
        if (names.isEmpty()) {
            names = List.of(model);
            return;
        }
        if (names.size() == 1) {
            names = new ArrayList<>(names);
        }
        names.add(model);
    }

    /** Each event asks this for each window: hashes, which texts remember, tell nearly all of them apart. */
    private boolean has(String model) {
        int hash = model.hashCode();
        for (int index = 0; index < names.size(); index++) {
            var name = names.get(index);
            if (name.hashCode() == hash && name.equals(model)) {
                return true;
            }
        }
        return false;
    }

    void addAll(Models others) {
        if (names.isEmpty() && others.names.size() == 1) {
            names = others.names;
        } else {
            others.names.forEach(this::add);
        }
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
            models.add(in.text());
        }
        return models;
    }
}
