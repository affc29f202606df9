package io.watchllm.checks;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The one layout of the code: palantir-java-format, run in a JVM of the toolchain, because it parses with the running
 * JVM's compiler and Maven's own may be older than the language level.
 */
public final class Formatting {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(Style.PALANTIR)
            .formatJavadoc(true)
            .build());

    private Formatting() {}

    /** Rewrites each file that is not formatted. */
    public static void main(String[] arguments) throws IOException, FormatterException {
        for (var file : unformatted(SourceTree.ofWorkingDirectory())) {
            Files.writeString(file, formatted(Files.readString(file)));
        }
    }

    /** The files whose text differs from what the formatter makes of it. */
    public static List<Path> unformatted(SourceTree tree) throws IOException, FormatterException {
        var found = new ArrayList<Path>();
        for (var file : tree.javaFiles()) {
            var text = Files.readString(file);
            if (!text.equals(formatted(text))) {
                found.add(file);
            }
        }
        return found;
    }

    private static String formatted(String text) throws FormatterException {
        var ordered = ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(text), Style.PALANTIR);
        return FORMATTER.formatSource(ordered);
    }
}
