package io.watchllm.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The source files of the checkout that this module is part of. */
public record SourceTree(Path root) {

    /** The tree around the working directory, which is the root itself or one of its modules. */
    public static SourceTree ofWorkingDirectory() {
        var directory = Path.of("").toAbsolutePath();
        return new SourceTree(Files.exists(directory.resolve("mvnw")) ? directory : directory.resolveSibling(""));
    }

    /** Every Java file that people wrote, in a stable order; what the build made is left out. */
    public List<Path> javaFiles() throws IOException {
        return files(".java");
    }

    /** Every page of documentation. */
    public List<Path> pages() throws IOException {
        return files(".md");
    }

    private List<Path> files(String ending) throws IOException {
        try (var paths = Files.walk(root)) {
            return paths.filter(path -> path.toString().endsWith(ending))
                    .filter(path -> !root.relativize(path).toString().contains("target/"))
                    .sorted()
                    .toList();
        }
    }
}
