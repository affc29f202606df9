package io.watchllm.cli.shell;

import io.watchllm.runtime.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that a user names, looked at before anything starts. */
public final class InputFiles {
    private InputFiles() {}

    /**
     * Looks whether each file can be opened; {@code -} always can.
     *
     * @param content what they should hold, such as {@code file of events}
     * @throws ConfigException naming the option and the first file that can't
     */
    public static void requireReadable(String option, List<String> files, String content) {
        for (var file : files) {
            if (!file.equals("-") && (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file)))) {
                throw new ConfigException(
                        option, "can't read '" + file + "'. Expected a " + content + " that exists and may be read.");
            }
        }
    }
}
