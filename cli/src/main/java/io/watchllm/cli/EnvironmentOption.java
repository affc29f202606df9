package io.watchllm.cli;

import io.watchllm.service.ConfigException;
import io.watchllm.service.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where a command takes its settings from: the environment, over what a file such as that of {@code up} says. */
final class EnvironmentOption {
    @Option(
            names = "--env-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Read variables (NAME=value lines) from FILE, as 'watchllm up' writes them; those of the"
                    + " environment go before them.")
    private @Nullable Path file;

    Environment environment() {
        var all = new LinkedHashMap<String, String>();
        if (file != null) {
            all.putAll(read(file));
        }
        all.putAll(System.getenv());
        return new Environment(all);
    }

    private static Map<String, String> read(Path file) {
        var variables = new LinkedHashMap<String, String>();
        try {
            for (var line : Files.readAllLines(file)) {
                var assignment = line.strip();
                if (assignment.isEmpty() || assignment.startsWith("#")) {
                    continue;
                }
                var cut = assignment.indexOf('=');
                if (cut < 1) {
                    throw new ConfigException("--env-file", "'" + line + "' in " + file + " is no NAME=value line.");
                }
                variables.put(assignment.substring(0, cut), assignment.substring(cut + 1));
            }
        } catch (IOException problem) {
            throw new ConfigException("--env-file", "can't read " + file + " (" + problem + ").");
        }
        return variables;
    }
}
