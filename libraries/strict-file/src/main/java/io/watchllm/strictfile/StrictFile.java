package io.watchllm.strictfile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Parser of YAML and JSON files that reports all faults of a file at once. */
public final class StrictFile {

    private StrictFile() {}

    /**
     * Reads a YAML text. Aliases are rejected: with them a small file can expand to billions of values.
     *
     * @param reader makes the result from the root; its result is used only if it reported no fault
     * @throws StrictFileException when the text is not valid YAML, or a fault was reported
     */
    public static <T> T yaml(String text, Function<FileValue, T> reader) {
        var faults = new ArrayList<FileValue.Fault>();
        return read(new YamlTree(faults).parse(text), faults, reader);
    }

    /**
     * Reads a JSON text in UTF-8.
     *
     * @param reader as for {@link #yaml}
     * @throws StrictFileException when the text is not valid JSON, or a fault was reported
     */
    public static <T> T json(byte[] text, Function<FileValue, T> reader) {
        var faults = new ArrayList<FileValue.Fault>();
        return read(new JsonTree(faults).parse(text), faults, reader);
    }

    private static <T> T read(FileValue root, List<FileValue.Fault> faults, Function<FileValue, T> reader) {
        var result = reader.apply(root);
        if (!faults.isEmpty()) {
            throw new StrictFileException(faults.stream()
                    .sorted(Comparator.comparingInt(FileValue.Fault::line))
                    .map(fault -> "line " + fault.line() + ": " + fault.sentence())
                    .collect(Collectors.joining("\n")));
        }
        return result;
    }
}
