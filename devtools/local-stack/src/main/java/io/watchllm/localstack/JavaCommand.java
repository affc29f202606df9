package io.watchllm.localstack;

import io.watchllm.localstack.child.ParentWatch;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the command line of a child JVM, which runs on the JDK of this one. */
final class JavaCommand {
    /** By env, not by the environment of the process: macOS strips some of them on the way through a shell. */
    private final List<String> variables = new ArrayList<>();

    private final List<String> options = new ArrayList<>();

    private JavaCommand() {}

    /** A child JVM whose temporary folder goes with its parent. */
    static JavaCommand in(EngineFolder folder) {
        var command = new JavaCommand();
        command.option("-Djava.awt.headless=true");
        if (folder.temporary()) {
            command.option("-D" + ParentWatch.DELETE_PROPERTY + "=" + folder.path());
        }
        return command;
    }

    JavaCommand option(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    JavaCommand options(List<String> more) {
        options.addAll(more);
        return this;
    }

    /** The child runs with this environment variable. */
    JavaCommand variable(String name, String value) {
        variables.add(name + "=" + value);
        return this;
    }

    /** Loads libjsig first, so that a library which sets signal handlers leaves the JVM its own. */
    JavaCommand preloadSignalChaining() {
        var mac = System.getProperty("os.name").startsWith("Mac");
        var library = Path.of(System.getProperty("java.home"), "lib", mac ? "libjsig.dylib" : "libjsig.so");
        return Files.exists(library)
                ? variable(mac ? "DYLD_INSERT_LIBRARIES" : "LD_PRELOAD", library.toString())
                : this;
    }

    /** The whole command line. */
    List<String> main(String classPath, Class<?> mainClass, List<String> arguments) {
        var line = new ArrayList<String>();
        if (!variables.isEmpty()) {
            line.add("/usr/bin/env");
            line.addAll(variables);
        }
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of("-cp", classPath, mainClass.getName()));
        line.addAll(arguments);
        return line;
    }

    /** The class path of this JVM. Test runners that start with a jar of references put the real one here, too. */
    static String ownClassPath() {
        // Absolute, because the child runs in a folder of its own.
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Where the classes of this module and the main class are: jars or folders. */
    static String classPath(Class<?> mainClass) {
        return Stream.of(JavaCommand.class, mainClass)
                .map(JavaCommand::codeOf)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String codeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new LocalStackException("Cannot find the code of " + type.getName(), e);
        }
    }
}
