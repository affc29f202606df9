package io.watchllm.clickhouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** A folder of SQL files among this module's resources, in a jar or unpacked. */
final class SqlFolder {
    private SqlFolder() {}

    /** Text by file name, in order of the names. */
    static SortedMap<String, String> read(String folder) {
        var url = Objects.requireNonNull(SqlFolder.class.getResource(folder), folder);
        try {
            if (url.openConnection() instanceof JarURLConnection inJar) {
                var jar = Path.of(inJar.getJarFileURL().toURI());
                try (var files = FileSystems.newFileSystem(jar, Map.of())) {
                    return texts(files.getPath(inJar.getEntryName()));
                }
            }
            return texts(Path.of(url.toURI()));
        } catch (IOException problem) {
            throw new UncheckedIOException("can't read " + url, problem);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("not the address of a file: " + url, impossible);
        }
    }

    /** The text of one file among this module's resources. */
    static String resource(String name) {
        try (var stream = Objects.requireNonNull(SqlFolder.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException("can't read " + name, problem);
        }
    }

    private static SortedMap<String, String> texts(Path folder) throws IOException {
        var texts = new TreeMap<String, String>();
        try (var files = Files.list(folder)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var name = file.getFileName().toString();
                if (name.endsWith(".sql")) {
                    texts.put(name, Files.readString(file));
                }
            }
        }
        return texts;
    }
}
