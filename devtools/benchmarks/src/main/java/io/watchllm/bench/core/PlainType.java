package io.watchllm.bench.core;

import java.util.regex.Pattern;

/**
 * What the type of a column is in a schema as systems begin: no dictionaries, no enums, and all but the key may be
 * null.
 */
public final class PlainType {
    private static final Pattern DICTIONARY = Pattern.compile("LowCardinality\\((.+)\\)");
    private static final Pattern NULLABLE = Pattern.compile("Nullable\\((.+)\\)");
    private static final Pattern ARRAY = Pattern.compile("Array\\((.+)\\)");

    private PlainType() {}

    /**
     * The plain type of a column.
     *
     * @param type as the column has it
     * @param key whether the column is of the sorting key
     */
    public static String of(String type, boolean key) {
        var bare = bare(type);
        return key || bare.startsWith("Array(") ? bare : "Nullable(" + bare + ")";
    }

    private static String bare(String type) {
        if (type.startsWith("Enum8(")) {
            return "String";
        }
        var array = ARRAY.matcher(type);
        if (array.matches()) {
            return "Array(" + bare(array.group(1)) + ")";
        }
        for (var wrapped : new Pattern[] {DICTIONARY, NULLABLE}) {
            var match = wrapped.matcher(type);
            if (match.matches()) {
                return bare(match.group(1));
            }
        }
        return type;
    }
}
