package io.watchllm.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The source files of the checkout that this module is part of. */
public record SourceTree(Path root) {

    /** The tree around the working directory, which is the root itself or lies below it. */
    public static SourceTree ofWorkingDirectory() {
        var directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            var parent = directory.getParent();
            if (parent == null) {
                throw new IllegalStateException("no mvnw in " + Path.of("").toAbsolutePath() + " or a folder above it");
            }
            directory = parent;
        }
        return new SourceTree(directory);
    }

    /** Folders of the Maven modules, the root among them, in a stable order. */
    public List<Path> modules() throws IOException {
        return files("pom.xml").stream().map(pom -> pom.resolveSibling("")).toList();
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
