package io.watchllm.chaos.stage;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where services under test get their classes from: the class path of this JVM, and an archive with what one of them
 * has loaded, which halves the processor time of its start. The JVM archives only what comes from jars, so there is
 * none while the classes of this project lie in folders.
 */
public final class ChildClasses {
    /** An option for native access makes one part of the archive useless, and the JVM calls that an error. */
    private static final String QUIET = "-Xlog:cds=off";

    private final Path archive;
    private final List<Path> path;
    private final boolean archivable;

    /** @param archive the file that gets the archive; there must not be one yet */
    public ChildClasses(Path archive) {
        this.archive = archive;
        var all = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
        archivable = Files.isRegularFile(location());
        // A folder beside the jars is one of tests, of which a service needs nothing.
        path = archivable ? all.stream().filter(Files::isRegularFile).toList() : all;
    }

    private static Path location() {
        try {
            return Path.of(ChildClasses.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException failure) {
            throw new ChaosException("the classes of the services can't be found", failure);
        }
    }

    /** Whether a service that ends in order can leave an archive behind. */
    public boolean archivable() {
        return archivable;
    }

    /** Options of the service that leaves the archive behind when it ends. */
    public List<String> writing() {
        return List.of("-XX:ArchiveClassesAtExit=" + archive);
    }

    /** Options of every other one. */
    public List<String> reading() {
        return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive, QUIET) : List.of();
    }

    public String path() {
        return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
