package io.watchllm.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What came of a {@code watchllm} command that was run in this process. */
public record CommandRun(int exitCode, String out, String err) {

    /** Runs a command with the variables of a file. */
    public static CommandRun of(List<String> command, Path variables, String... arguments) {
        var all = new ArrayList<>(command);
        all.addAll(List.of("--env-file", variables.toString()));
        all.addAll(List.of(arguments));
        var out = new StringWriter();
        var err = new StringWriter();
        var exitCode = Watchllm.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** A file of these variables, as {@code watchllm up} writes them. */
    public static Path variables(Path folder, Map<String, String> environment) throws IOException {
        var file = Files.write(
                folder.resolve("stack.env"),
                environment.entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList());
        // It may hold a password, and whoever reads it warns of a file that others can read.
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
