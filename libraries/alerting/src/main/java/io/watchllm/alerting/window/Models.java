package io.watchllm.alerting.window;

import io.watchllm.schemas.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists of the first few models behind a value: at most {@value #MAX}, of {@value #BYTES_MAX} bytes in total, because
 * each pane of each window has one. The lists are immutable, since most stay at one name.
 */
public final class Models {

    /** Maximum number of models; others are not listed. */
    public static final int MAX = 20;

    /** Maximum bytes of all names; a name that does not fit is not listed. */
    public static final int BYTES_MAX = 4 << 10;

    private Models() {}

    /** The list with a model added, if it is new, has a name and fits. */
    public static List<String> add(List<String> models, String model) {
        if (models.size() >= MAX
                || model.isEmpty()
                || models.contains(model)
                || bytes(models) + Utf8.length(model) > BYTES_MAX) {
            return models;
        }
        if (models.isEmpty()) {
            return List.of(model);
        }
        var more = new ArrayList<>(models);
        more.add(model);
        return List.copyOf(more);
    }

    /** The list with the models of another added. */
    public static List<String> addAll(List<String> models, List<String> others) {
        var all = models;
        for (int index = 0; index < others.size(); index++) {
            all = add(all, others.get(index));
        }
        return all;
    }

    /** Total bytes of the names. */
    static int bytes(List<String> models) {
        return models.stream().mapToInt(model -> (int) Utf8.length(model)).sum();
    }
}
